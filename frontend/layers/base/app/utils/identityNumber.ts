const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const checkDigits = '10X98765432'

/** What an 18-digit resident identity number (GB 11643) says about its holder. */
export interface IdentityFacts { birthday: string, gender: 'male' | 'female' }

/** The facts in a valid number; null when its form, date or check digit is wrong. */
export function readIdentityNumber(number: string): IdentityFacts | null {
  const text = number.trim().toUpperCase()
  if (!/^[1-9]\d{16}[\dX]$/.test(text) || checkDigit(text) !== text[17]) return null

  const birthday = `${text.slice(6, 10)}-${text.slice(10, 12)}-${text.slice(12, 14)}`
  return isDate(birthday) ? { birthday, gender: Number(text[16]) % 2 ? 'male' : 'female' } : null
}

/** The check digit (ISO 7064, MOD 11-2) over the first 17 digits. */
export const checkDigit = (text: string) =>
  checkDigits[weights.reduce((sum, weight, at) => sum + weight * Number(text[at]), 0) % 11]

function isDate(text: string) {
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}
