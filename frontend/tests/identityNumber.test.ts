import { describe, expect, it } from 'vitest'
import { checkDigit, readIdentityNumber } from '../layers/base/app/utils/identityNumber'

const withCheckDigit = (first17: string) => first17 + checkDigit(first17)

describe('readIdentityNumber', () => {
  it('accepts the example of GB 11643 and tells birthday and gender', () => {
    expect(readIdentityNumber('11010519491231002X')).toEqual({ birthday: '1949-12-31', gender: 'female' })
    expect(readIdentityNumber(' 11010519491231002x ')).not.toBeNull()
  })

  it('tells men by an odd seventeenth digit', () => {
    expect(readIdentityNumber(withCheckDigit('11010519900101001'))?.gender).toBe('male')
  })

  it.each([
    ['a wrong check digit', '110105194912310021'],
    ['a short number', '1101051949123100'],
    ['letters', '11010519491231A02X'],
    ['a day that does not exist', withCheckDigit('11010519900230001')],
    ['masked digits', '1101**********002X'],
  ])('refuses %s', (_, number) => {
    expect(readIdentityNumber(number)).toBeNull()
  })
})
