import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const layer = (name: string) => fileURLToPath(new URL(`layers/${name}`, import.meta.url))

/** Pure logic only: what needs a page is tested in a real browser by the end-to-end suite. */
export default defineConfig({
  resolve: { alias: { '#layers/base': layer('base'), '#layers/portal': layer('portal') } },
  test: { include: ['tests/**/*.test.ts'] },
})
