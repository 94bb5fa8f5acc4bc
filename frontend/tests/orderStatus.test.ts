import { describe, expect, it } from 'vitest'
import { dayLook } from '../layers/portal/app/utils/dayStatus'
import { canCancel, hospitalLook, hospitalMatters, isMoving, orderLook } from '../layers/portal/app/utils/orderStatus'

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

  it('never shows an unknown status as something good', () => {
    expect(orderLook('other' as never).tone).toBe('calm')
    expect(dayLook('other')).toEqual(dayLook('closed'))
  })

  it('tells the statuses of a day apart by shape, not only by colour', () => {
    const shapes = ['bookable', 'full', 'not-released', 'closed', 'suspended'].map(status => dayLook(status).shape)
    expect(new Set(shapes).size).toBe(shapes.length)
  })
})
