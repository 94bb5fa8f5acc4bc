import { unwrap } from '#layers/base/app/api/unwrap'

/** 改签: moves an order to a schedule. Asking for the same move again gives the same new order, so a lost answer does no harm. */
export function useMove(id: string) {
  const api = useApi()
  const { busy, problem, attempt } = useAttempt()
  const move = (scheduleId: string) => attempt(() => unwrap(api.POST('/api/orders/{id}/reschedule', { params: { path: { id } }, body: { scheduleId } })))
  return { move, busy, problem }
}
