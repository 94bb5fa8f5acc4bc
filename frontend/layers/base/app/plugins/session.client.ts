/** Brings back the session that a reload interrupted: once all of the page is hydrated, so that it stays as the server sent it until then. */
export default defineNuxtPlugin((nuxtApp) => {
  nuxtApp.hooks.hookOnce('app:suspense:resolve', () => { void useUserSession().restore() })
})
