/** What patients see: hospitals, calendars, bookings. */
export default defineNuxtConfig({
  i18n: {
    locales: [
      { code: 'zh-CN', language: 'zh-CN', name: '中文', file: 'zh-CN.json' },
      { code: 'en', language: 'en', name: 'English', file: 'en.json' },
    ],
  },
})
