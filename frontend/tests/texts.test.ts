import { describe, expect, it } from 'vitest'
import baseEn from '../layers/base/i18n/locales/en.json'
import baseZh from '../layers/base/i18n/locales/zh-CN.json'
import portalEn from '../layers/portal/i18n/locales/en.json'
import portalZh from '../layers/portal/i18n/locales/zh-CN.json'

type Texts = { [key: string]: string | Texts }

/** `key {values}` of every text, so that a translation can neither lack a text nor a value in it. */
const shape = (texts: Texts, path = ''): string[] => Object.entries(texts).flatMap(([key, value]) => typeof value === 'string'
  ? [`${path}${key} ${[...value.matchAll(/\{\w+\}/g)].map(String).sort().join(' ')}`]
  : shape(value, `${path}${key}.`))

describe('texts', () => {
  it.each([['base', baseZh, baseEn], ['portal', portalZh, portalEn]])('of %s are complete in both languages', (_, zh, en) => {
    expect(shape(en as Texts).sort()).toEqual(shape(zh as Texts).sort())
  })
})
