import { unwrap } from '#layers/base/app/api/unwrap'

export const unreadKey = 'unread-messages'
const askEvery = 60_000

/** How many messages the account has not read; asked now and then, and whenever another page is opened. */
export function useUnread() {
  const api = useApi()
  const route = useRoute()
  const session = useUserSession()
  const answer = usePersonalData(unreadKey, () => unwrap(api.GET('/api/me/messages/unread-count', {})), { keep: true })
  const ask = () => { if (session.state === 'user' && document.visibilityState === 'visible') void answer.refresh() }

  watch(() => route.path, ask)
  useWhileSeen(askEvery, ask)
  return computed(() => answer.data.value?.unread ?? 0)
}
