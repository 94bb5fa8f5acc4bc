import { describe, expect, it } from 'vitest'
import { canMove, moveDifference, moveOf, otherEnd } from '../layers/portal/app/utils/orderMove'
import { isMoving, orderSentences } from '../layers/portal/app/utils/orderStatus'

const order = { status: 'paid' as const, replacedBy: null, reschedules: null, outcome: null, paidAt: '2026-11-25T01:00:00Z' }

describe('orderMove', () => {
  it('says that the old number counts until the new one is certain', () => {
    expect(moveOf({ ...order, replacedBy: 'new' }, { status: 'unpaid' })).toBe('leaving')
    expect(moveOf({ ...order, status: 'unpaid', paidAt: null, reschedules: 'old' }, { status: 'paid' })).toBe('arriving')
  })

  it('says which is the new one once it is done', () => {
    expect(moveOf({ ...order, status: 'cancelled', outcome: 'rescheduled', replacedBy: 'new' }, { status: 'paid' })).toBe('left')
    expect(moveOf({ ...order, reschedules: 'old' }, { status: 'cancelled' })).toBe('arrived')
    expect(moveOf({ ...order, status: 'refunded', reschedules: 'old' }, { status: 'cancelled' })).toBe('arrived')
  })

  it('never says that the old number stays when it was given up at once', () => {
    const ended = { ...order, status: 'expired' as const, paidAt: null, reschedules: 'old' }
    expect(moveOf(ended, { status: 'paid' })).toBe('failed')
    expect(moveOf(ended, { status: 'cancelled' })).toBe('arrived')
    expect(moveOf({ ...ended, status: 'unpaid' }, { status: 'cancelled' })).toBe('arrived')
  })

  it('leads to the newer order first', () => {
    expect(otherEnd({ replacedBy: 'newer', reschedules: 'older' })).toBe('newer')
    expect(otherEnd({ replacedBy: null, reschedules: 'older' })).toBe('older')
    expect(otherEnd({ replacedBy: null, reschedules: null })).toBeUndefined()
  })

  it('shows the difference of the fees to the cent, and the whole fee of what is not paid yet', () => {
    expect(moveDifference({ status: 'paid', fee: 50 }, 100)).toEqual({ kind: 'more', amount: 50 })
    expect(moveDifference({ status: 'paid', fee: 100.3 }, 100.1)).toEqual({ kind: 'less', amount: 0.2 })
    expect(moveDifference({ status: 'paid', fee: 50 }, 50)).toEqual({ kind: 'same', amount: 0 })
    expect(moveDifference({ status: 'unpaid', fee: 50 }, 80)).toEqual({ kind: 'unpaid', amount: 80 })
    expect(moveDifference({ status: 'unpaid', fee: 50 }, 0)).toEqual({ kind: 'same', amount: 0 })
  })

  it('is offered before the deadline only, and not twice', () => {
    const live = { status: 'paid' as const, fee: 50, cancelBefore: '2026-11-26T07:30:00Z', replacedBy: null }
    expect(canMove(live, Date.parse('2026-11-26T07:29:59Z'))).toBe(true)
    expect(canMove(live, Date.parse('2026-11-26T07:30:00Z'))).toBe(false)
    expect(canMove({ ...live, replacedBy: 'new' }, 0)).toBe(false)
    expect(canMove({ ...live, status: 'unpaid', reschedules: 'old', amountDue: 20 }, 0)).toBe(false)
    expect(canMove({ ...live, status: 'unpaid', reschedules: 'old', amountDue: 50 }, 0)).toBe(true)
    expect(canMove({ ...live, status: 'checked-in' }, 0)).toBe(false)
  })

  it('tells of the money what is true', () => {
    const moved = { status: 'cancelled' as const, hospitalStatus: 'confirmed' as const, outcome: 'rescheduled', refunds: [] }
    expect(orderSentences({ ...moved, paidAt: '2026-11-25T01:00:00Z' })).toEqual(['rescheduled', 'money-moved'])
    expect(orderSentences({ ...moved, paidAt: null })).toEqual(['rescheduled', 'not-charged'])
    expect(orderSentences({ status: 'unpaid', hospitalStatus: 'pending', outcome: null, paidAt: null, refunds: [], amountDue: 0 })).toEqual(['nothing-due'])
  })

  it('keeps asking while it is under way', () => {
    expect(isMoving({ status: 'paid', hospitalStatus: 'confirmed', refunds: [], replacedBy: 'new' })).toBe(true)
    expect(isMoving({ status: 'cancelled', hospitalStatus: 'confirmed', refunds: [], replacedBy: 'new' })).toBe(false)
  })
})
