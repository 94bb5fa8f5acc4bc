import { unwrap } from '#layers/base/app/api/unwrap'
import type { Schedule } from '#layers/base/app/api/types'

/**
 * One confirmation: a schedule for a patient. Its key stays the same while the answer is unknown,
 * so that trying again after a lost connection cannot book twice.
 */
export function useBooking(schedule: Ref<Schedule | undefined>, patientId: Ref<string | undefined>) {
  const api = useApi()
  const { busy, problem, attempt } = useAttempt()
  let key = uniqueKey()

  watch([() => schedule.value?.id, patientId], () => {
    key = uniqueKey()
    problem.value = undefined
  })

  async function confirm() {
    if (!schedule.value || !patientId.value || busy.value) return undefined
    const body = { scheduleId: schedule.value.id, patientId: patientId.value }
    const order = await attempt(() => unwrap(api.POST('/api/orders', { params: { header: { 'Idempotency-Key': key } }, body })))
    // After a refusal, asking again with the same key would only bring the same one.
    if (problem.value && !problem.value.undecided) key = uniqueKey()
    return order
  }

  return { confirm, busy, problem }
}
