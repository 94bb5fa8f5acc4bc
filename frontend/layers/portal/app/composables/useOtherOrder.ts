import { unwrap } from '#layers/base/app/api/unwrap'
import type { Order } from '#layers/base/app/api/types'

/** The other order of a 改签; asked again whenever this one has changed, since both change together. */
export function useOtherOrder(order: () => Order, id: string) {
  const api = useApi()
  const answer = usePersonalData(`other-order:${id}`, () => unwrap(api.GET('/api/orders/{id}', { params: { path: { id } } })), { keep: true })
  watch(() => [order().status, order().hospitalStatus, order().replacedBy].join(), () => answer.refresh())
  return answer
}
