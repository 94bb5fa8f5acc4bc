import { unwrap } from '#layers/base/app/api/unwrap'

/** What the platform has told the account. */
export function useMessages() {
  const api = useApi()
  const route = useRoute()
  const page = computed(() => Number(route.query.page) || 1)
  const answer = usePersonalData('messages', () => unwrap(api.GET('/api/me/messages', { params: { query: { page: page.value, size: 20 } } })))
  watch(page, () => answer.refresh())

  async function markRead(id: string) {
    await unwrap(api.POST('/api/me/messages/{id}/read', { params: { path: { id } } }))
    await Promise.all([answer.refresh(), refreshNuxtData(unreadKey)])
  }
  return { ...answer, markRead }
}
