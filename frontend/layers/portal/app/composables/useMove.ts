import { problemOf, type Problem } from '#layers/base/app/api/problem'
import { unwrap } from '#layers/base/app/api/unwrap'
import type { Order } from '#layers/base/app/api/types'

/** 改签: moves an order to a schedule. Asking for the same move again gives the same new order, so a lost answer does no harm. */
export function useMove(id: string) {
  const api = useApi()
  const busy = ref(false)
  const problem = shallowRef<Problem>()

  async function move(scheduleId: string): Promise<Order | undefined> {
    if (busy.value) return undefined
    busy.value = true
    problem.value = undefined
    try {
      return await unwrap(api.POST('/api/orders/{id}/reschedule', { params: { path: { id } }, body: { scheduleId } }))
    }
    catch (error) {
      problem.value = problemOf(error)
      return undefined
    }
    finally {
      busy.value = false
    }
  }

  return { move, busy, problem }
}
