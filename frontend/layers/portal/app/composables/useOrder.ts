import { unwrap } from '#layers/base/app/api/unwrap'

const pollEvery = 4000

/** One own order; asked again while its hospital or a refund has yet to answer, and when its hold runs out. */
export function useOrder(id: string) {
  const api = useApi()
  const path = { id }
  const answer = usePersonalData(`order:${id}`, () => unwrap(api.GET('/api/orders/{id}', { params: { path } })), { keep: true })
  useWhileSeen(pollEvery, () => {
    const order = answer.data.value
    if (order && (isMoving(order) || (order.status === 'unpaid' && Date.parse(order.expiresAt) < Date.now()))) void answer.refresh()
  })

  /** Whatever the answer, the page then shows what the platform holds. */
  async function cancel(reason: string) {
    try {
      answer.data.value = await unwrap(api.POST('/api/orders/{id}/cancellation', { params: { path }, body: { reason: reason.trim() || null } }))
    }
    finally {
      await answer.refresh()
    }
  }

  /** 取号 on the day of the visit. */
  async function checkIn() {
    try {
      await unwrap(api.POST('/api/orders/{id}/check-in', { params: { path } }))
    }
    finally {
      await answer.refresh()
    }
  }

  return { ...answer, cancel, checkIn }
}
