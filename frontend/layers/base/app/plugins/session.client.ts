/** Brings back the session that a reload interrupted, once the page is there. */
export default defineNuxtPlugin((nuxtApp) => {
  nuxtApp.hook('app:mounted', () => { void useUserSession().restore() })
})
