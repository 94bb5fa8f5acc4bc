/** A last click: busy while it works, with the problem's words when it did not. */
export function useConfirm(act: () => Promise<void>) {
  const problemText = useProblemText()
  const busy = ref(false)
  const failed = ref('')

  async function confirm() {
    busy.value = true
    failed.value = ''
    try {
      await act()
    }
    catch (error) {
      failed.value = problemText(error)
    }
    finally {
      busy.value = false
    }
  }

  return { busy, failed, confirm }
}
