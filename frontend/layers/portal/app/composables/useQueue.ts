import { unwrap } from '#layers/base/app/api/unwrap'
import type { QueuePlace } from '#layers/base/app/api/types'

const askEvery = 5000
const asksBetweenStreams = 6

/**
 * Where a checked-in order stands, as it changes: by a stream while one can be had, by asking every few seconds while it
 * cannot (some proxies hold streams back), with another try at the stream every half minute.
 */
export function useQueue(id: string) {
  const api = useApi()
  const params = { path: { id } }
  const place = shallowRef<QueuePlace>()
  const error = shallowRef<unknown>()
  let gone: AbortController | undefined

  const over = (signal: AbortSignal) => signal.aborted || place.value?.state === 'done'

  async function follow(signal: AbortSignal) {
    while (!over(signal)) {
      const worked = await stream(signal)
      for (let asks = worked ? 1 : asksBetweenStreams; asks > 0 && !over(signal); asks--) {
        await ask(signal)
        if (!over(signal)) await pause(askEvery, signal)
      }
    }
  }

  function take(now: QueuePlace) {
    place.value = now
    error.value = undefined
  }

  /** Whether it had anything to say; what was wrong with it is for the asking that follows to find out. */
  async function stream(signal: AbortSignal): Promise<boolean> {
    let worked = false
    try {
      const { response } = await api.GET('/api/orders/{id}/queue/stream', { params, parseAs: 'stream', signal })
      if (!response.ok || !response.body) return false
      for await (const data of eventData(response.body)) {
        take(JSON.parse(data) as QueuePlace)
        worked = true
      }
      return worked
    }
    catch {
      return worked
    }
  }

  async function ask(signal: AbortSignal) {
    try {
      take(await unwrap(api.GET('/api/orders/{id}/queue', { params, signal })))
    }
    catch (problem) {
      // What is shown stays until there is something newer; the page says that it may be old.
      if (!signal.aborted) error.value = problem
    }
  }

  function start() {
    gone?.abort()
    gone = new AbortController()
    void follow(gone.signal)
  }

  // A phone that slept may hold a connection that is none any more.
  const awake = () => { if (document.visibilityState === 'visible') start() }
  onMounted(() => {
    start()
    document.addEventListener('visibilitychange', awake)
  })
  onBeforeUnmount(() => {
    document.removeEventListener('visibilitychange', awake)
    gone?.abort()
  })

  return { place, error, retry: start }
}

const pause = (time: number, signal: AbortSignal) => new Promise<void>((resolve) => {
  const done = () => {
    clearTimeout(timer)
    signal.removeEventListener('abort', done)
    resolve()
  }
  const timer = setTimeout(done, time)
  signal.addEventListener('abort', done)
})
