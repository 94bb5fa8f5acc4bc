import type { Patient, PatientRequest } from '#layers/base/app/api/types'
import { readIdentityNumber } from '#layers/base/app/utils/identityNumber'
import { isMobileNumber } from '#layers/base/app/utils/phoneNumber'

export const residentIdentityCard = '10'

export interface PatientForm {
  name: string
  certificatesType: string
  certificatesNo: string
  gender: string
  birthday: string
  phone: string
  isInsured: boolean
  cardNo: string
}

export type PatientField = keyof PatientForm

/** A form for someone new, or for a patient as the platform shows them: numbers masked. */
export const patientForm = (patient?: Patient): PatientForm => ({
  name: patient?.name ?? '',
  certificatesType: patient?.certificatesType ?? residentIdentityCard,
  certificatesNo: patient?.certificatesNo ?? '',
  gender: patient?.gender ?? '',
  birthday: patient?.birthday ?? '',
  phone: patient?.phone ?? '',
  isInsured: patient?.isInsured ?? false,
  cardNo: patient?.cardNo ?? '',
})

/** What is wrong, by field, as text keys. A masked number that was not touched stands for the one stored. */
export function checkPatient(form: PatientForm, stored: Patient | undefined, today: string): Partial<Record<PatientField, string>> {
  const errors: Partial<Record<PatientField, string>> = {}
  const number = form.certificatesNo.trim()
  const untouched = stored && number === stored.certificatesNo && form.certificatesType === stored.certificatesType
  const resident = form.certificatesType === residentIdentityCard

  if (!form.name.trim()) errors.name = 'form.required'
  if (!number) errors.certificatesNo = 'form.required'
  else if (!untouched && !(resident ? readIdentityNumber(number) : /^[\dA-Z()-]{5,30}$/i.test(number))) errors.certificatesNo = resident ? 'patient.identityWrong' : 'patient.certificateWrong'
  if (form.phone.trim() && form.phone.trim() !== stored?.phone && !isMobileNumber(form.phone.trim())) errors.phone = 'login.phoneWrong'
  if (!resident && !form.gender) errors.gender = 'form.required'
  if (!resident && !(form.birthday >= '1900-01-01' && form.birthday <= today)) errors.birthday = 'patient.birthdayWrong'
  return errors
}

/** What is sent: a resident's number tells birthday and gender by itself. */
export function toPatientRequest(form: PatientForm): PatientRequest {
  const told = (text: string) => text.trim() || null
  const resident = form.certificatesType === residentIdentityCard
  return {
    name: form.name.trim(),
    certificatesType: form.certificatesType,
    certificatesNo: form.certificatesNo.trim().toUpperCase(),
    gender: resident ? null : told(form.gender),
    birthday: resident ? null : told(form.birthday),
    phone: told(form.phone),
    isInsured: form.isInsured,
    cardNo: told(form.cardNo),
  }
}
