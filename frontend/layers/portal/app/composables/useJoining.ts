import { problemOf, type Problem } from '#layers/base/app/api/problem'
import { unwrap } from '#layers/base/app/api/unwrap'

/** Joining the waitlist of a schedule for a patient. */
export function useJoining(scheduleId: string, patientId: Ref<string | undefined>) {
  const api = useApi()
  const busy = ref(false)
  const problem = shallowRef<Problem>()
  watch(patientId, () => { problem.value = undefined })

  async function join(): Promise<boolean> {
    if (busy.value || !patientId.value) return false
    busy.value = true
    problem.value = undefined
    try {
      await unwrap(api.POST('/api/schedules/{id}/waitlist', { params: { path: { id: scheduleId } }, body: { patientId: patientId.value } }))
      return true
    }
    catch (error) {
      problem.value = problemOf(error)
      return false
    }
    finally {
      busy.value = false
    }
  }

  return { join, busy, problem }
}
