import { describe, expect, it } from 'vitest'
import { capitalAmount } from '../layers/portal/app/utils/capitalAmount'

describe('capitalAmount', () => {
  it.each([
    [0, '零元整'],
    [50, '伍拾元整'],
    [100, '壹佰元整'],
    [0.3, '叁角整'],
    [0.05, '伍分'],
    [1005.3, '壹仟零伍元叁角整'],
    [20.05, '贰拾元零伍分'],
    [123.45, '壹佰贰拾叁元肆角伍分'],
    [10010, '壹万零壹拾元整'],
    [100000, '壹拾万元整'],
  ])('writes %d as %s', (amount, words) => expect(capitalAmount(amount)).toBe(words))
})
