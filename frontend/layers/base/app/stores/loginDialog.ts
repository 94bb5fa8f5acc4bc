/** The login dialog: whoever needs a session asks, and is answered when the person is done. */
export const useLoginDialog = defineStore('login-dialog', () => {
  const visible = ref(false)
  let waiting: ((loggedIn: boolean) => void)[] = []

  function ask(): Promise<boolean> {
    visible.value = true
    return new Promise(resolve => waiting.push(resolve))
  }

  function close(loggedIn = false) {
    visible.value = false
    const answered = waiting
    waiting = []
    for (const resolve of answered) resolve(loggedIn)
  }

  return { visible, ask, close }
})
