import { problemOf } from '#layers/base/app/api/problem'
import type { Patient, PatientRequest } from '#layers/base/app/api/types'

/** The form of a patient: checked here first, then by the platform, errors beside the fields. */
export function usePatientForm(patient: Patient | undefined, save: (body: PatientRequest) => Promise<Patient>) {
  const { t } = useI18n()
  const problemText = useProblemText()
  const form = reactive(patientForm(patient))
  const errors = reactive<Partial<Record<PatientField, string>>>({})
  const failed = ref('')
  const saving = ref(false)
  const resident = computed(() => form.certificatesType === residentIdentityCard)

  // A number that was hidden cannot be corrected digit by digit: changing its kind starts it anew.
  watch(() => form.certificatesType, () => { form.certificatesNo = '' })
  for (const field of Object.keys(form) as PatientField[]) watch(() => form[field], () => { errors[field] = undefined })

  function show(found: Partial<Record<PatientField, string>>) {
    for (const field of Object.keys(form) as PatientField[]) errors[field] = found[field]
    return Object.values(found).some(Boolean)
  }

  async function submit(): Promise<Patient | undefined> {
    failed.value = ''
    const found = checkPatient(form, patient, chinaDay(Date.now()))
    if (show(Object.fromEntries(Object.entries(found).map(([field, key]) => [field, t(key)])))) return undefined

    saving.value = true
    try {
      return await save(toPatientRequest(form))
    }
    catch (error) {
      const byField = Object.entries(problemOf(error).errors).map(([field, messages]) => [field, messages[0]])
      if (!show(Object.fromEntries(byField))) failed.value = problemText(error)
      return undefined
    }
    finally {
      saving.value = false
    }
  }

  return { form, errors, failed, saving, resident, submit }
}
