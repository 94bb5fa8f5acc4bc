import { unwrap } from '#layers/base/app/api/unwrap'
import type { PatientRequest } from '#layers/base/app/api/types'

/** The people whom the account books for. */
export function usePatients() {
  const api = useApi()
  const answer = usePersonalData('patients', () => unwrap(api.GET('/api/me/patients', { params: { query: { size: 100 } } })))
  const patients = computed(() => answer.data.value?.items ?? [])

  async function save(id: string | undefined, body: PatientRequest) {
    const saved = id
      ? await unwrap(api.PUT('/api/me/patients/{id}', { params: { path: { id } }, body }))
      : await unwrap(api.POST('/api/me/patients', { body }))
    await answer.refresh()
    return saved
  }

  async function remove(id: string) {
    await unwrap(api.DELETE('/api/me/patients/{id}', { params: { path: { id } } }))
    await answer.refresh()
  }

  return { ...answer, patients, save, remove }
}
