import type { components } from './schema'

type Schemas = components['schemas']

/** The words of the API as the pages use them: the one place to touch when the document renames a schema. */
export type SessionUser = Schemas['SessionUser']
export type Session = Schemas['Session']
export type Patient = Schemas['Patient']
export type PatientWrite = Schemas['PatientWrite']
export type HospitalSummary = Schemas['HospitalSummary']
export type Hospital = Schemas['Hospital']
export type BookingRule = Schemas['BookingRule']
export type Department = Schemas['Department']
export type Day = Schemas['Day']
export type DayStatus = Day['status']
export type Schedule = Schemas['Schedule']
export type Period = Schedule['period']
export type Rules = Schemas['Rules']
export type Order = Schemas['Order']
export type OrderStatus = Order['status']
export type HospitalStatus = Order['hospitalStatus']
export type Message = Schemas['Message']
export type DictionaryItem = Schemas['DictionaryItem']
