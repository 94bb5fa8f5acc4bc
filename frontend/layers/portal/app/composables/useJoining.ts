import { unwrap } from '#layers/base/app/api/unwrap'

/** Joining the waitlist of a schedule for a patient. */
export function useJoining(scheduleId: string, patientId: Ref<string | undefined>) {
  const api = useApi()
  const { busy, problem, attempt } = useAttempt()
  watch(patientId, () => { problem.value = undefined })

  async function join() {
    const patient = patientId.value
    if (!patient) return undefined
    return await attempt(() => unwrap(api.POST('/api/schedules/{id}/waitlist', { params: { path: { id: scheduleId } }, body: { patientId: patient } })))
  }

  return { join, busy, problem }
}
