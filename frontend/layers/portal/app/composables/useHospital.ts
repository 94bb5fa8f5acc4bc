import { unwrap } from '#layers/base/app/api/unwrap'

type Cached = { payload: { data: Record<string, unknown> }, static: { data: Record<string, unknown> } }

/** Hospitals and departments change rarely: what a visit has loaded serves its other pages. */
const cached = <T>(key: string, app: Cached) => (app.payload.data[key] ?? app.static.data[key]) as T

/** One hospital; an unknown code is the 404 page. */
export async function useHospital(code: string) {
  const api = useApi()
  const answer = await useAsyncData(`hospital:${code}`,
    () => unwrap(api.GET('/api/hospitals/{code}', { params: { path: { code } } })), { getCachedData: cached })
  if (answer.error.value?.statusCode === 404) throw createError({ statusCode: 404, fatal: true })
  return answer
}

export function useDepartments(code: string) {
  const api = useApi()
  return useAsyncData(`departments:${code}`,
    () => unwrap(api.GET('/api/hospitals/{code}/departments', { params: { path: { code } } })), { getCachedData: cached })
}

/** 停诊 of the coming days. */
export function useSuspensions(code: string) {
  const api = useApi()
  return useAsyncData(`suspensions:${code}`,
    () => unwrap(api.GET('/api/hospitals/{code}/suspensions', { params: { path: { code } } })))
}
