import { describe, expect, it } from 'vitest'
import { dayLook } from '../layers/portal/app/utils/dayStatus'
import { canCancel, endingOf, hospitalLook, hospitalMatters, isMoving, orderLook, orderSentences } from '../layers/portal/app/utils/orderStatus'

describe('orderStatus', () => {
  it('keeps "pending" visible while the number is held', () => {
    expect(hospitalMatters({ status: 'unpaid', hospitalStatus: 'pending' })).toBe(true)
    expect(hospitalLook('pending').tone).toBe('wait')
    expect(isMoving({ status: 'unpaid', hospitalStatus: 'pending' })).toBe(true)
  })

  it('says no more of the hospital once the order has ended, unless it is why', () => {
    expect(hospitalMatters({ status: 'cancelled', hospitalStatus: 'confirmed' })).toBe(false)
    expect(hospitalMatters({ status: 'cancelled', hospitalStatus: 'refused' })).toBe(true)
  })

  it('offers to cancel only live orders before their deadline', () => {
    const order = { status: 'unpaid' as const, cancelBefore: '2026-11-26T07:30:00Z' }
    expect(canCancel(order, Date.parse('2026-11-26T07:29:59Z'))).toBe(true)
    expect(canCancel(order, Date.parse('2026-11-26T07:30:00Z'))).toBe(false)
    expect(canCancel({ ...order, status: 'expired' }, 0)).toBe(false)
  })

  it('says of money only what is true of it', () => {
    const order = { status: 'cancelled' as const, hospitalStatus: 'confirmed' as const, outcome: 'cancelled', paidAt: null, refunds: [] }
    const refund = { amount: 50, reason: 'cancelled', status: 'waiting', createdAt: '2026-11-25T02:00:00Z' }
    expect(orderSentences(order)).toEqual(['cancelled', 'not-charged'])
    expect(orderSentences({ ...order, status: 'refunding', paidAt: '2026-11-25T01:00:00Z', refunds: [refund] })).toEqual(['cancelled', 'refunding'])
    expect(orderSentences({ ...order, status: 'refunded', paidAt: '2026-11-25T01:00:00Z', refunds: [{ ...refund, status: 'done' }] })).toEqual(['cancelled', 'refunded'])
    expect(orderSentences({ ...order, status: 'expired', outcome: 'expired', refunds: [refund] })).toEqual(['expired', 'refunding'])
    expect(orderSentences({ ...order, hospitalStatus: 'refused', outcome: 'refused' })).toEqual(['refused', 'not-charged'])
    expect(orderSentences({ ...order, status: 'paid', hospitalStatus: 'pending', outcome: null })).toEqual(['paid-pending'])
  })

  it('keeps asking while money is on its way, also beside a status that has ended', () => {
    const refunds = [{ amount: 50, reason: 'late-payment', status: 'waiting', createdAt: '2026-11-25T02:00:00Z' }]
    expect(isMoving({ status: 'expired', hospitalStatus: 'confirmed', refunds })).toBe(true)
    expect(isMoving({ status: 'refunded', hospitalStatus: 'confirmed', refunds: [] })).toBe(false)
  })

  it('tells how an order ended beside a status that is about its money', () => {
    expect(endingOf({ status: 'refunded', outcome: 'suspended', hospitalStatus: 'confirmed' })).toBe('suspended')
    expect(endingOf({ status: 'cancelled', outcome: 'cancelled', hospitalStatus: 'confirmed' })).toBeUndefined()
  })

  it('never shows an unknown status as something good', () => {
    expect(orderLook('other' as never).tone).toBe('calm')
    expect(dayLook('other')).toEqual(dayLook('closed'))
  })

  it('tells the statuses of a day apart by shape, not only by colour', () => {
    const shapes = ['bookable', 'full', 'not-released', 'closed', 'suspended'].map(status => dayLook(status).shape)
    expect(new Set(shapes).size).toBe(shapes.length)
  })
})
