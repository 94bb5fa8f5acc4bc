import { describe, expect, it } from 'vitest'
import { clockText, timeLeft } from '../layers/base/app/utils/countdown'

describe('countdown', () => {
  it('counts a started second as whole, so that zero means over', () => {
    expect(timeLeft(1_001, 1_000)).toMatchObject({ seconds: 1, over: false })
    expect(timeLeft(1_000, 1_000).over).toBe(true)
  })

  it('never goes below zero', () => {
    expect(clockText(timeLeft(0, 60_000))).toBe('00:00')
  })

  it('shows minutes and seconds, hours when there are any, days as hours', () => {
    expect(clockText(timeLeft(29 * 60_000 + 58_000, 0))).toBe('29:58')
    expect(clockText(timeLeft(3 * 3_600_000 + 5_000, 0))).toBe('3:00:05')
    expect(clockText(timeLeft(25 * 3_600_000, 0))).toBe('25:00:00')
  })
})
