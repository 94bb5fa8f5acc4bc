import { describe, expect, it } from 'vitest'
import { cancelDeadline, cancelText, nextRelease } from '../layers/portal/app/utils/bookingRules'

const t = (key: string, values: Record<string, unknown>) => `${key} ${JSON.stringify(values)}`

describe('bookingRules', () => {
  it('puts the end of cancelling on the day before', () => {
    expect(new Date(cancelDeadline({ cancelDaysBefore: 1, cancelTime: '15:30' }, '2026-11-27')).toISOString()).toBe('2026-11-26T07:30:00.000Z')
  })

  it('reads the legacy -1 as the day before too', () => {
    expect(cancelDeadline({ cancelDaysBefore: -1, cancelTime: '15:30' }, '2026-11-27')).toBe(cancelDeadline({ cancelDaysBefore: 1, cancelTime: '15:30' }, '2026-11-27'))
  })

  it('says "on the day" when there are no days before', () => {
    expect(cancelText({ cancelDaysBefore: 0, cancelTime: '07:00:00' }, t)).toBe('rules.cancelSameDay {"time":"07:00"}')
  })

  it('opens today if the time is still to come, else tomorrow', () => {
    const rule = { releaseTime: '08:30' }
    expect(new Date(nextRelease(rule, Date.parse('2026-11-25T00:29:00Z'))).toISOString()).toBe('2026-11-25T00:30:00.000Z')
    expect(new Date(nextRelease(rule, Date.parse('2026-11-25T00:30:00Z'))).toISOString()).toBe('2026-11-26T00:30:00.000Z')
  })
})
