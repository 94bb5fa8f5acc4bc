import type { BookingRule } from '#layers/base/app/api/types'
import { addDays, chinaDay, chinaInstant } from '#layers/base/app/utils/chinaTime'

type Translate = (key: string, values: Record<string, unknown>) => string

/** "就诊前 1 天 15:30 前": until when a booking can be cancelled. */
export function cancelText(rule: Pick<BookingRule, 'cancelDaysBefore' | 'cancelTime'>, t: Translate): string {
  const time = rule.cancelTime.slice(0, 5)
  const days = Math.abs(rule.cancelDaysBefore)
  return days === 0 ? t('rules.cancelSameDay', { time }) : t('rules.cancelBefore', { days, time })
}

/** The instant after which a booking for `date` cannot be cancelled. */
export const cancelDeadline = (rule: Pick<BookingRule, 'cancelDaysBefore' | 'cancelTime'>, date: string) =>
  chinaInstant(addDays(date, -Math.abs(rule.cancelDaysBefore)), rule.cancelTime)

/** The next time at which a further day opens for booking. */
export function nextRelease(rule: Pick<BookingRule, 'releaseTime'>, now: number): number {
  const today = chinaInstant(chinaDay(now), rule.releaseTime)
  return today > now ? today : chinaInstant(addDays(chinaDay(now), 1), rule.releaseTime)
}
