import { unwrap } from '#layers/base/app/api/unwrap'
import type { DictionaryItem } from '#layers/base/app/api/types'

type Cached = { payload: { data: Record<string, unknown> }, static: { data: Record<string, unknown> } }
const cached = <T>(key: string, app: Cached) => (app.payload.data[key] ?? app.static.data[key]) as T

/** The top items of a dictionary; they do not change while someone visits. */
export function useDictionary(dictCode: string) {
  const api = useApi()
  return useAsyncData(`dictionary:${dictCode}`,
    () => unwrap(api.GET('/api/dictionary/{dictCode}', { params: { path: { dictCode } } })), { getCachedData: cached })
}

export interface RegionChoice { path: DictionaryItem[], options: DictionaryItem[] }

/** Where the chosen region is (province → city → district) and what can be chosen next. */
export function useRegion(region: Ref<string | undefined>) {
  const api = useApi()
  const item = (value: string) => unwrap(api.GET('/api/dictionary/{dictCode}/items/{value}', { params: { path: { dictCode: 'region', value } } }))
  const children = (parent: string) => unwrap(api.GET('/api/dictionary/{dictCode}/items', { params: { path: { dictCode: 'region' }, query: { parent } } }))

  return useAsyncData(() => `region:${region.value ?? ''}`, async (): Promise<RegionChoice> => {
    if (!region.value) return { path: [], options: await unwrap(api.GET('/api/dictionary/{dictCode}', { params: { path: { dictCode: 'region' } } })) }

    const path = [await item(region.value)]
    while (path[0]?.parentValue && path.length < 4) path.unshift(await item(path[0].parentValue))
    return regionChoice(path, children)
  }, { getCachedData: cached })
}
