import type { Session, SessionUser } from '#layers/base/app/api/types'

/**
 * Who is using the site. The access token lives in memory only; the refresh token is a cookie that
 * scripts cannot read, and `yilai-session` is the hint beside it that a refresh is worth trying.
 */
export const useUserSession = defineStore('session', () => {
  const hint = useCookie<unknown>('yilai-session', { readonly: true })
  const user = ref<SessionUser | null>(null)
  const state = ref<'unknown' | 'guest' | 'user'>(hint.value ? 'unknown' : 'guest')
  const token = ref<string | null>(null)
  let restoring: Promise<unknown> | undefined

  function begin(session: Session) {
    token.value = session.accessToken
    user.value = session.user
    state.value = 'user'
  }

  function end() {
    token.value = null
    user.value = null
    state.value = 'guest'
  }

  /** Once a page load: the session that the refresh cookie still holds, if it does. */
  function restore() {
    restoring ??= state.value === 'unknown' ? refresh() : Promise.resolve()
    return restoring
  }

  async function refresh(): Promise<string | null> {
    const before = token.value
    return await alone('yilai-refresh', async () => {
      // Another call may have refreshed while this one waited for its turn.
      if (token.value && token.value !== before) return token.value
      const session = await askForSession()
      if (session) begin(session)
      else end()
      return token.value
    })
  }

  async function askForSession() {
    const answer = await fetch('/api/auth/refresh', { method: 'POST' }).catch(() => null)
    return answer?.ok ? await answer.json() as Session : null
  }

  async function logOut() {
    await fetch('/api/auth/logout', { method: 'POST' }).catch(() => null)
    end()
  }

  return { user, state, token, begin, restore, refresh, logOut }
})

/** One at a time over all tabs: refresh tokens rotate, and two at once would look like a stolen one. */
async function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
  return navigator.locks ? await navigator.locks.request(name, work) : await work()
}
