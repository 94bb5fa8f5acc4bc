import { problemOf } from '#layers/base/app/api/problem'
import { unwrap } from '#layers/base/app/api/unwrap'
import type { Order } from '#layers/base/app/api/types'

const askEvery = 2000
const askProviderEach = 5
const askFor = 60_000

/**
 * Paying an order: away to the provider's page, and back with `?payment=`. Coming back proves nothing,
 * so the platform is asked until the order itself has moved on, for a minute.
 */
export function usePayment(id: string, order: Ref<Order | undefined | null>, refresh: () => Promise<unknown>) {
  const api = useApi()
  const route = useRoute()
  const router = useRouter()
  const problemText = useProblemText()
  const params = { path: { id } }

  /** `asking` and `unsure` (asked for a minute in vain) only ever stand beside an unpaid order. */
  const result = ref<'none' | 'asking' | 'unsure' | 'paid'>(route.query.payment ? 'asking' : 'none')
  const leaving = ref(false)
  const failed = ref('')
  let asks = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  async function pay() {
    if (leaving.value) return
    leaving.value = true
    failed.value = ''
    try {
      const { payUrl } = await unwrap(api.POST('/api/orders/{id}/payments', { params, body: { channel: 'alipay' } }))
      window.location.assign(payUrl)
    }
    catch (error) {
      leaving.value = false
      failed.value = problemText(error)
      if (problemOf(error).code.startsWith('order-')) await refresh()
    }
  }

  async function ask(until: number) {
    const provider = asks++ % askProviderEach === 0
    // A provider that is away does not end the asking: its notification may come all the same.
    if (provider) await unwrap(api.POST('/api/orders/{id}/payments/refresh', { params })).catch(() => null)
    await refresh()
    if (result.value !== 'asking') return
    if (order.value && order.value.status !== 'unpaid') settle(order.value.paidAt ? 'paid' : 'none')
    else if (Date.now() < until) timer = setTimeout(() => ask(until), askEvery)
    else result.value = 'unsure'
  }

  function confirm() {
    clearTimeout(timer)
    asks = 0
    result.value = 'asking'
    return ask(Date.now() + askFor)
  }

  /** Forgets the way back and what the provider wrote into the address, so that a reload or a bookmark does not ask again. */
  function settle(as: 'paid' | 'none') {
    clearTimeout(timer)
    result.value = as
    if (route.query.payment) void router.replace({ query: {} })
  }

  // The session first: without it there is nothing to ask for.
  const stop = watch(() => Boolean(order.value), (there) => {
    if (!there) return
    nextTick(() => stop())
    if (result.value === 'asking') void confirm()
  }, { immediate: import.meta.client })
  // The page of the provider was left with "back": the browser shows this one as it was.
  const shown = (event: PageTransitionEvent) => {
    if (!event.persisted) return
    leaving.value = false
    void refresh()
  }
  onMounted(() => window.addEventListener('pageshow', shown))
  onBeforeUnmount(() => {
    window.removeEventListener('pageshow', shown)
    clearTimeout(timer)
    if (result.value === 'asking') result.value = 'none'
  })

  return { result, leaving, failed, pay, confirm, dismiss: () => settle('none') }
}
