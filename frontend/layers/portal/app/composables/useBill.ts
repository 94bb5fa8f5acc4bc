import { unwrap } from '#layers/base/app/api/unwrap'

/** The e-bill of an own order. */
export function useBill(id: string) {
  const api = useApi()
  return usePersonalData(`bill:${id}`, () => unwrap(api.GET('/api/orders/{id}/bill', { params: { path: { id } } })))
}
