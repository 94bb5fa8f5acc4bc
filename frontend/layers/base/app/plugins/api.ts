import createClient from 'openapi-fetch'
import { personalFetch } from '#layers/base/app/api/personalFetch'
import type { paths } from '#layers/base/app/api/schema'

/** The typed client: the gateway itself on the server, the same origin in the browser. */
export default defineNuxtPlugin(() => {
  if (import.meta.server) {
    return { provide: { api: createClient<paths>({ baseUrl: useRuntimeConfig().apiBase }) } }
  }

  const session = useUserSession()
  const login = useLoginDialog()
  const credentials = {
    token: async () => { await session.restore(); return session.token },
    refresh: () => session.refresh(),
    logIn: async () => await login.ask() ? session.token : null,
  }
  return { provide: { api: createClient<paths>({ baseUrl: location.origin, fetch: personalFetch(credentials) }) } }
})
