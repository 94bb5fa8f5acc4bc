import type { Order } from '#layers/base/app/api/types'
import { canCancel, isLive } from './orderStatus'

type End = Pick<Order, 'status' | 'replacedBy' | 'reschedules' | 'outcome' | 'paidAt'>

/** The order on the other end of a 改签: the one that is to take this one's place, else the one whose place this took. */
export const otherEnd = (order: Pick<Order, 'replacedBy' | 'reschedules'>) => order.replacedBy ?? order.reschedules ?? undefined

/**
 * Where a 改签 stands, as the texts under `move.say` have it. Until the new number is certain the old one counts, so both
 * orders are asked: `leaving` and `arriving` while it is under way, `left` and `arrived` when it is done, `failed` when the
 * new one came to nothing and the old one stays.
 */
export function moveOf(order: End, other: Pick<Order, 'status'> | undefined) {
  if (order.replacedBy) return isLive(order.status) ? 'leaving' : 'left'
  if (order.status === 'unpaid') return other?.status === 'paid' ? 'arriving' : 'arrived'
  return !order.paidAt && !isLive(order.status) && other && isLive(other.status) ? 'failed' : 'arrived'
}

export interface Difference { kind: 'more' | 'less' | 'same' | 'unpaid', amount: number }

/** What a move costs: for an order that is paid the difference of the fees, for one that is not the new fee. */
export function moveDifference(order: Pick<Order, 'status' | 'fee'>, fee: number): Difference {
  if (order.status === 'unpaid') return { kind: fee > 0 ? 'unpaid' : 'same', amount: fee }
  const cents = Math.round(fee * 100) - Math.round(order.fee * 100)
  return { kind: cents > 0 ? 'more' : cents < 0 ? 'less' : 'same', amount: Math.abs(cents) / 100 }
}

/** The new number of a 改签 that is under way: less is due than its fee, because the old one is paid and still counts. */
export const leansOnOld = (order: Pick<Order, 'status' | 'fee' | 'reschedules' | 'amountDue'>) =>
  order.status === 'unpaid' && Boolean(order.reschedules) && (order.amountDue ?? order.fee) < order.fee

/** Whether it can be moved here, one move at a time; the platform decides again when asked. */
export const canMove = (order: Pick<Order, 'status' | 'fee' | 'cancelBefore' | 'replacedBy' | 'reschedules' | 'amountDue'>, now: number) =>
  !order.replacedBy && !leansOnOld(order) && canCancel(order, now)
