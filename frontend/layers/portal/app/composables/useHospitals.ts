import { unwrap } from '#layers/base/app/api/unwrap'

export const hospitalsPerPage = 20

/** What the address bar asks for: `/?name=&level=&region=&page=`. */
export function useHospitalQuery() {
  const route = useRoute()
  const text = (key: string) => String(route.query[key] ?? '').trim()
  return computed(() => ({
    name: text('name') || undefined,
    level: text('level') || undefined,
    region: text('region') || undefined,
    page: Math.max(1, Number.parseInt(text('page'), 10) || 1),
  }))
}

export type HospitalQuery = ReturnType<typeof useHospitalQuery>['value']

/** The hospitals that match, a page at a time; loads again when the question changes. */
export function useHospitals(query: Ref<HospitalQuery>) {
  const api = useApi()
  return useAsyncData(
    () => `hospitals:${JSON.stringify(query.value)}`,
    () => unwrap(api.GET('/api/hospitals', { params: { query: { ...query.value, size: hospitalsPerPage } } })),
  )
}
