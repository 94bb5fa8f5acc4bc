import { unwrap } from '#layers/base/app/api/unwrap'

/** Own orders, by the status and page in the address. */
export function useOrders() {
  const api = useApi()
  const route = useRoute()
  const query = computed(() => ({ status: String(route.query.status ?? '') || undefined, page: Number(route.query.page) || 1, size: 10 }))
  const answer = usePersonalData('orders', () => unwrap(api.GET('/api/orders', { params: { query: query.value } })))
  watch(query, () => answer.refresh())
  return { ...answer, query }
}
