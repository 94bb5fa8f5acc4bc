import { describe, expect, it } from 'vitest'
import type { Patient } from '../layers/base/app/api/types'
import { checkPatient, patientForm, toPatientRequest } from '../layers/portal/app/utils/patientForm'

const today = '2026-11-24'
const stored = { id: '1', name: '张伟', certificatesType: '10', certificatesNo: '110101********1237', gender: 'male', birthday: '1985-03-12', phone: '138****0001', isMarry: null, isInsured: true, cardNo: null, contactsName: null, contactsPhone: null } as Patient

describe('patientForm', () => {
  it('accepts masked numbers that were not touched', () => {
    expect(checkPatient(patientForm(stored), stored, today)).toEqual({})
  })

  it('checks the identity number as soon as it is changed', () => {
    expect(checkPatient({ ...patientForm(stored), certificatesNo: '110101199001010011' }, stored, today)).toEqual({ certificatesNo: 'patient.identityWrong' })
  })

  it('does not take a masked number for another kind of certificate', () => {
    expect(checkPatient({ ...patientForm(stored), certificatesType: '30' }, stored, today).certificatesNo).toBe('patient.certificateWrong')
  })

  it('asks for gender and birthday only where no identity number tells them', () => {
    const form = { ...patientForm(), name: 'Ann', certificatesNo: 'AB12345' }
    expect(checkPatient({ ...form, certificatesType: '30' }, undefined, today)).toEqual({ gender: 'form.required', birthday: 'patient.birthdayWrong' })
    expect(checkPatient({ ...form, certificatesType: '30', gender: 'female', birthday: '2026-11-25' }, undefined, today)).toEqual({ birthday: 'patient.birthdayWrong' })
  })

  it('sends nothing for what was left empty', () => {
    expect(toPatientRequest({ ...patientForm(), name: ' 李 ', certificatesNo: '11010519491231002x' })).toMatchObject({ name: '李', certificatesNo: '11010519491231002X', gender: null, birthday: null, phone: null, cardNo: null })
  })
})
