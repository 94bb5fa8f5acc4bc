import type { HospitalStatus, Order, OrderStatus } from '#layers/base/app/api/types'
import type { Look } from '#layers/base/app/utils/look'

const looks: Record<OrderStatus, Look> = {
  'unpaid': { tone: 'wait', shape: 'clock' },
  'paid': { tone: 'good', shape: 'check' },
  'checked-in': { tone: 'good', shape: 'check' },
  'completed': { tone: 'calm', shape: 'check' },
  'no-show': { tone: 'bad', shape: 'cross' },
  'cancelled': { tone: 'calm', shape: 'dash' },
  'expired': { tone: 'calm', shape: 'pause' },
  'refunding': { tone: 'wait', shape: 'clock' },
  'refunded': { tone: 'calm', shape: 'check' },
  'suspended': { tone: 'bad', shape: 'cross' },
}

const hospitalLooks: Record<HospitalStatus, Look> = {
  pending: { tone: 'wait', shape: 'clock' },
  confirmed: { tone: 'good', shape: 'check' },
  refused: { tone: 'bad', shape: 'cross' },
}

export const orderLook = (status: OrderStatus): Look => looks[status] ?? { tone: 'calm', shape: 'dot' }
export const hospitalLook = (status: HospitalStatus): Look => hospitalLooks[status] ?? hospitalLooks.pending

const live: ReadonlySet<OrderStatus> = new Set(['unpaid', 'paid', 'checked-in'])

/** Whether the order still holds its number. */
export const isLive = (status: OrderStatus) => live.has(status)

/** Whether what the hospital said still tells something: while a number is held, or when it is why it is not. */
export const hospitalMatters = (order: { status: OrderStatus, hospitalStatus: HospitalStatus }) =>
  isLive(order.status) || order.hospitalStatus === 'refused'

/** Whether it can be cancelled here; the platform decides again when asked. */
export const canCancel = (order: { status: OrderStatus, cancelBefore: string }, now: number) =>
  (order.status === 'unpaid' || order.status === 'paid') && now < Date.parse(order.cancelBefore)

/** Whether money of the order is on its way back. */
export const isRefunding = (order: Pick<Order, 'status' | 'refunds'>) =>
  order.status === 'refunding' || (order.refunds ?? []).some(refund => refund.status === 'waiting')

/** Whether the platform may soon tell something new without anybody doing anything. */
export const isMoving = (order: Pick<Order, 'status' | 'hospitalStatus' | 'refunds' | 'replacedBy'>) =>
  isRefunding(order) || (isLive(order.status) && (Boolean(order.replacedBy) || order.hospitalStatus === 'pending'))

/** How an order ended, when its status alone (money on its way, money back) does not say it. */
export const endingOf = (order: Pick<Order, 'status' | 'outcome' | 'hospitalStatus'>) =>
  order.outcome && order.outcome !== order.status && order.hospitalStatus !== 'refused' ? order.outcome : undefined

/** The texts that say where the order stands, in the order in which they are read: `order.say.*`. */
export function orderSentences(order: Pick<Order, 'status' | 'hospitalStatus' | 'outcome' | 'paidAt' | 'refunds' | 'amountDue'>): string[] {
  const { status, hospitalStatus, outcome } = order
  // The new number of a 改签 whose old one has paid for it.
  if (status === 'unpaid' && order.amountDue === 0) return ['nothing-due']
  if (isLive(status)) return [hospitalStatus !== 'pending' ? status : status === 'unpaid' ? 'pending' : 'paid-pending']
  if (status === 'completed' || status === 'no-show') return [status]
  const how = hospitalStatus === 'refused' ? 'refused' : outcome ?? status
  const money = moneySentence(order)
  return [how, ...(money && money !== how ? [money] : [])]
}

function moneySentence(order: Pick<Order, 'status' | 'outcome' | 'paidAt' | 'refunds'>): string | undefined {
  const back = order.refunds?.length
  if (!order.paidAt && !back) return 'not-charged'
  if (order.outcome === 'rescheduled' && !back) return 'money-moved'
  if (isRefunding(order)) return 'refunding'
  return order.status === 'refunded' || back ? 'refunded' : undefined
}

/** The choices above the list of orders. */
export const orderFilters = ['', 'unpaid', 'paid', 'checked-in', 'completed', 'no-show', 'cancelled', 'expired', 'refunding', 'refunded', 'suspended'] as const
