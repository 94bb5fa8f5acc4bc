import type { HospitalStatus, OrderStatus } from '#layers/base/app/api/types'
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

/** Whether the platform may soon tell something new without anybody doing anything. */
export const isMoving = (order: { status: OrderStatus, hospitalStatus: HospitalStatus }) =>
  order.status === 'refunding' || (isLive(order.status) && order.hospitalStatus === 'pending')

/** The choices above the list of orders. */
export const orderFilters = ['', 'unpaid', 'paid', 'completed', 'cancelled'] as const
