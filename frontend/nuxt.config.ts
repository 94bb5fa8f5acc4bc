// The application itself is its layers: `layers/*` are picked up by their place.
export default defineNuxtConfig({
  compatibilityDate: '2026-11-01',
  devtools: { enabled: false },
  telemetry: false,
  modules: ['@nuxt/eslint'],
  typescript: { strict: true, tsConfig: { compilerOptions: { noUncheckedIndexedAccess: true } } },
  // `npm run dev` alone: the gateway answers for the API, as it does in production.
  nitro: { devProxy: { '/api': { target: `${process.env.API_URL ?? 'http://localhost:8080'}/api` } } },
})
