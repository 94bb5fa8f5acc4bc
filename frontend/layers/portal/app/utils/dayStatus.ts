import type { DayStatus } from '#layers/base/app/api/types'
import type { Look } from '#layers/base/app/utils/look'

/** How a day or a session looks: the word comes from the texts, tone and shape from here. */
export const dayLooks: Record<DayStatus, Look> = {
  'bookable': { tone: 'book', shape: 'dot' },
  'full': { tone: 'calm', shape: 'dash' },
  'not-released': { tone: 'wait', shape: 'clock' },
  'closed': { tone: 'calm', shape: 'pause' },
  'suspended': { tone: 'bad', shape: 'cross' },
}

/** A status this version does not know is shown as closed: never as something to book. */
export const dayLook = (status: string): Look => dayLooks[status as DayStatus] ?? dayLooks.closed
