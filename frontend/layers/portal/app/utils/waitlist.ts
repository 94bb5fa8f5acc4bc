import type { Rules, WaitlistEntry } from '#layers/base/app/api/types'
import type { Look } from '#layers/base/app/utils/look'
import { addDays, chinaInstant } from '#layers/base/app/utils/chinaTime'

const looks: Record<WaitlistEntry['status'], Look> = {
  waiting: { tone: 'wait', shape: 'clock' },
  offered: { tone: 'book', shape: 'dot' },
  booked: { tone: 'good', shape: 'check' },
  expired: { tone: 'calm', shape: 'pause' },
  left: { tone: 'calm', shape: 'dash' },
}

export const waitlistLook = (status: WaitlistEntry['status']): Look => looks[status] ?? looks.expired

/** When the list for a day closes. */
export const waitlistCloses = (rule: Rules['waitlist'], date: string) =>
  chinaInstant(addDays(date, -rule.closesDaysBefore), rule.closesTime)
