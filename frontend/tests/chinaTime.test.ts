import { describe, expect, it } from 'vitest'
import { addDays, chinaClock, chinaDay, chinaInstant, daysBetween } from '../layers/base/app/utils/chinaTime'

describe('chinaTime', () => {
  it('knows the day in China when UTC is still on the day before', () => {
    expect(chinaDay('2026-11-24T16:00:00Z')).toBe('2026-11-25')
    expect(chinaDay('2026-11-24T15:59:59Z')).toBe('2026-11-24')
  })

  it('reads a clock time on a day as an instant, with or without seconds', () => {
    expect(new Date(chinaInstant('2026-11-25', '08:30')).toISOString()).toBe('2026-11-25T00:30:00.000Z')
    expect(chinaInstant('2026-11-25', '08:30:00')).toBe(chinaInstant('2026-11-25', '08:30'))
  })

  it('moves over months and years', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28')
    expect(daysBetween('2026-12-30', '2027-01-02')).toBe(3)
  })

  it('shows what a clock in China shows', () => {
    expect(chinaClock('2026-11-24T16:05:00Z')).toEqual({ year: 2026, month: 11, day: 25, hour: 0, minute: 5, weekday: 3 })
  })
})
