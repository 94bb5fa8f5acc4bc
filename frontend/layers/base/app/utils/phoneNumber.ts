/** A mobile number of mainland China, without spaces. */
export const isMobileNumber = (text: string) => /^1[3-9]\d{9}$/.test(text)
