import { unwrap } from '#layers/base/app/api/unwrap'
import type { HospitalSuggestion } from '#layers/base/app/api/types'

/** Hospitals that match what is being typed: asked after a pause, the latest question wins. */
export function useSuggestions(text: Ref<string>) {
  const api = useApi()
  const items = shallowRef<HospitalSuggestion[]>([])
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked: AbortController | undefined

  async function ask(name: string) {
    asked = new AbortController()
    const { signal } = asked
    // Suggestions are a help, not the answer: when they fail, searching still works.
    const found = await unwrap(api.GET('/api/hospitals/suggestions', { params: { query: { name } }, signal })).catch(() => null)
    if (!signal.aborted) items.value = found ?? []
  }

  watch(text, (value) => {
    clearTimeout(timer)
    asked?.abort()
    const name = value.trim()
    if (name) timer = setTimeout(ask, 200, name)
    else items.value = []
  })
  onBeforeUnmount(() => { clearTimeout(timer); asked?.abort() })
  return items
}
