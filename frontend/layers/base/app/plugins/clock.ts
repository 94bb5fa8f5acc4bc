const tolerance = 60_000

/**
 * How far the browser's clock is from the server's: release times and expiries are the platform's,
 * and a phone may be minutes off. Less than a minute is loading time, and a page that came
 * from the browser's cache tells nothing.
 */
export default defineNuxtPlugin(() => {
  const renderedAt = useState('server-now', () => Date.now())
  const offset = useState('server-clock-offset', () => 0)
  if (import.meta.server) return

  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  const fresh = navigation?.type === 'navigate' && navigation.transferSize > 0
  const skew = renderedAt.value - Date.now()
  if (fresh && Math.abs(skew) > tolerance) offset.value = skew
})
