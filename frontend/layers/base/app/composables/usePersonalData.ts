/**
 * Data that belongs to who is logged in: loaded in the browser only, once the session is known,
 * again after a login, and gone after a logout.
 */
export function usePersonalData<T>(key: string, load: () => Promise<T>) {
  const session = useUserSession()
  const answer = useAsyncData(key, load, { server: false, lazy: true, immediate: false })

  onMounted(async () => {
    await session.restore()
    if (session.state === 'user') await answer.execute()
  })
  watch(() => session.user?.id, (now, before) => {
    if (now && !before) void answer.execute()
    else if (!now) answer.clear()
  })
  const waiting = computed(() => !answer.data.value && !answer.error.value)
  return { data: answer.data, error: answer.error, status: answer.status, refresh: answer.refresh, waiting }
}
