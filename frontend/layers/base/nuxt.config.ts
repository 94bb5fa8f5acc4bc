/** What every part of the site shares: design tokens, the session, the API client, states and words. */
export default defineNuxtConfig({
  modules: ['@element-plus/nuxt', '@pinia/nuxt', '@nuxtjs/i18n'],
  runtimeConfig: {
    // Where the server reaches the gateway (NUXT_API_BASE); browsers use their own origin.
    apiBase: 'http://localhost:8080',
  },
  css: ['#layers/base/app/assets/css/tokens.css', '#layers/base/app/assets/css/base.css'],
  // Each layer's own stores.
  pinia: { storesDirs: ['stores'] },
  elementPlus: { importStyle: 'css', icon: false, themes: [] },
  i18n: {
    strategy: 'prefix_except_default',
    defaultLocale: 'zh-CN',
    detectBrowserLanguage: false,
    locales: [
      { code: 'zh-CN', language: 'zh-CN', name: '中文', file: 'zh-CN.json' },
      { code: 'en', language: 'en', name: 'English', file: 'en.json' },
    ],
  },
})
