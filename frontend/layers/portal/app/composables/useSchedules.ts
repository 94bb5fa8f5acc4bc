import { unwrap } from '#layers/base/app/api/unwrap'

/** The days of a department's booking cycle with the numbers left. */
export function useDays(code: string, dep: string) {
  const api = useApi()
  return useAsyncData(`days:${code}:${dep}`,
    () => unwrap(api.GET('/api/hospitals/{code}/departments/{department}/days', { params: { path: { code, department: dep } } })))
}

/** The doctors' sessions of one day; loads again when the day changes. */
export function useSchedules(code: string, dep: string, date: Ref<string | undefined>) {
  const api = useApi()
  return useAsyncData(
    () => `schedules:${code}:${dep}:${date.value}`,
    async () => date.value
      ? await unwrap(api.GET('/api/hospitals/{code}/departments/{department}/schedules', { params: { path: { code, department: dep }, query: { date: date.value } } }))
      : [],
  )
}
