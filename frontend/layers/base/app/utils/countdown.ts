export interface TimeLeft { days: number, hours: number, minutes: number, seconds: number, over: boolean }

/** The time left until `target`, as people read it; never negative. */
export function timeLeft(target: number, now: number): TimeLeft {
  const seconds = Math.max(0, Math.ceil((target - now) / 1000))
  return {
    days: Math.floor(seconds / 86_400),
    hours: Math.floor(seconds / 3_600) % 24,
    minutes: Math.floor(seconds / 60) % 60,
    seconds: seconds % 60,
    over: seconds === 0,
  }
}

const two = (n: number) => String(n).padStart(2, '0')

/** `29:58`, or `3:29:58` from an hour on; days are counted as hours. */
export function clockText(left: TimeLeft): string {
  const hours = left.days * 24 + left.hours
  return hours > 0 ? `${hours}:${two(left.minutes)}:${two(left.seconds)}` : `${two(left.minutes)}:${two(left.seconds)}`
}
