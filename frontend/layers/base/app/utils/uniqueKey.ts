/** A random key, also where `crypto.randomUUID` is missing because the page is not on HTTPS. */
export function uniqueKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('')
}
