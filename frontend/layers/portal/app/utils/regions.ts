import type { DictionaryItem } from '#layers/base/app/api/types'

/** Names that stand for "directly under the province" and help nobody choose. */
const placeholders = new Set(['市辖区', '县', '省直辖县级行政区划', '自治区直辖县级行政区划'])

/** The path without placeholders, and the regions to choose from below it, or beside it at the end. */
export async function regionChoice(path: DictionaryItem[], children: (parent: string) => Promise<DictionaryItem[]>) {
  const last = path.at(-1)!
  const anchor = last.hasChildren ? last : path.at(-2) ?? last
  const below = await children(anchor.value)
  const options = await Promise.all(below.map(region =>
    placeholders.has(region.name) && region.hasChildren ? children(region.value) : [region]))
  return { path: path.filter(region => !placeholders.has(region.name)), options: options.flat() }
}
