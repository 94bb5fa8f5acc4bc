import type { Period, Schedule } from '#layers/base/app/api/types'

export const periods: Period[] = ['morning', 'afternoon']

/** A day's schedules as 上午 and 下午, those with numbers left first. */
export const byPeriod = (schedules: Schedule[]) => periods
  .map(period => ({ period, schedules: schedules.filter(schedule => schedule.period === period).sort(bookableFirst) }))
  .filter(group => group.schedules.length > 0)

const bookableFirst = (a: Schedule, b: Schedule) => Number(b.status === 'bookable') - Number(a.status === 'bookable')
