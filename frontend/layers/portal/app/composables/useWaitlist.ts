import { unwrap } from '#layers/base/app/api/unwrap'

const pollEvery = 6000

/** What the account waits for; asked again while an entry is in line or a number is held for it. */
export function useWaitlist() {
  const api = useApi()
  const route = useRoute()
  const page = computed(() => Number(route.query.page) || 1)
  const answer = usePersonalData('waitlist', () => unwrap(api.GET('/api/me/waitlist', { params: { query: { page: page.value, size: 20 } } })), { keep: true })
  watch(page, () => answer.refresh())
  useWhileSeen(pollEvery, () => {
    if (answer.data.value?.items.some(entry => entry.status === 'waiting' || entry.status === 'offered')) void answer.refresh()
  })

  /** Whatever the answer, the page then shows what the platform holds. */
  async function then<T>(call: Promise<T>): Promise<T> {
    try {
      return await call
    }
    finally {
      await answer.refresh()
    }
  }

  return {
    ...answer,
    accept: (id: string) => then(unwrap(api.POST('/api/me/waitlist/{id}/acceptance', { params: { path: { id } } }))),
    leave: (id: string) => then(unwrap(api.DELETE('/api/me/waitlist/{id}', { params: { path: { id } } }))),
  }
}
