import { problemOf } from '#layers/base/app/api/problem'

/**
 * Data that belongs to who is logged in: loaded in the browser only, once the session is known,
 * again after a login, and gone after a logout. With `keep`, what is there stays when asking again fails, and `stale` says
 * that it may be old; without it the failure takes its place.
 */
export function usePersonalData<T>(key: string, load: () => Promise<T>, { keep = false } = {}) {
  const session = useUserSession()
  const stale = shallowRef<unknown>()
  const answer = useAsyncData(key, async () => {
    try {
      const now = await load()
      stale.value = undefined
      return now
    }
    catch (error) {
      const before = answer.data.value as T | undefined
      if (!keep || before === undefined || problemOf(error).code.endsWith('-not-found')) throw error
      stale.value = error
      return before
    }
  }, { server: false, lazy: true, immediate: false })

  onMounted(async () => {
    if (session.user) await answer.execute()
    // Whom it finds, the watch sees.
    else await session.restore()
  })
  watch(() => session.user?.id, (now, before) => {
    if (now && !before) void answer.execute()
    else if (!now) answer.clear()
  })
  const waiting = computed(() => !answer.data.value && !answer.error.value)
  return { data: answer.data, error: answer.error, status: answer.status, stale, refresh: answer.refresh, waiting }
}
