const hour = 3_600_000
const day = 24 * hour

/** Schedule days are days in China, which is UTC+8 all year. */
const offset = 8 * hour

export interface ChinaClock { year: number, month: number, day: number, hour: number, minute: number, weekday: number }

/** What a calendar and a clock in China show at an instant. */
export function chinaClock(instant: number | string | Date): ChinaClock {
  const shifted = new Date(new Date(instant).getTime() + offset)
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
    hour: shifted.getUTCHours(),
    minute: shifted.getUTCMinutes(),
    weekday: shifted.getUTCDay(),
  }
}

/** The schedule day (yyyy-MM-dd) of an instant. */
export const chinaDay = (instant: number | string | Date) =>
  new Date(new Date(instant).getTime() + offset).toISOString().slice(0, 10)

/** The instant at which a clock in China shows `time` on `date`. */
export const chinaInstant = (date: string, time: string) =>
  new Date(`${date}T${time.length === 5 ? `${time}:00` : time}Z`).getTime() - offset

/** `date` moved by whole days. */
export const addDays = (date: string, days: number) =>
  new Date(new Date(`${date}T00:00:00Z`).getTime() + days * day).toISOString().slice(0, 10)

/** Whole days from one date to another. */
export const daysBetween = (from: string, to: string) =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / day)
