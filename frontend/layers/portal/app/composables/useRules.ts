import { unwrap } from '#layers/base/app/api/unwrap'

/** The rules in force at a hospital, as data. */
export function useRules(code: string) {
  const api = useApi()
  return useAsyncData(`rules:${code}`, () => unwrap(api.GET('/api/hospitals/{code}/rules', { params: { path: { code } } })))
}
