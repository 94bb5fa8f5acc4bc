/** What the session offers to calls that need one. */
export interface Credentials {
  /** The access token, once the session that a reload left behind is back; null for guests. */
  token: () => Promise<string | null>
  /** A fresh token from the refresh cookie; null when the session is over. */
  refresh: () => Promise<string | null>
  /** Asks the person to log in; null when they would rather not. */
  logIn: () => Promise<string | null>
}

const personal = /^\/api\/(me|orders|schedules)(\/|$)/

/**
 * A fetch that knows who is asking. Public paths pass unchanged. Personal ones carry the token;
 * a 401 is answered by one refresh, then by the login dialog, and the call goes on where it was.
 */
export function personalFetch(credentials: Credentials, send: typeof fetch = fetch) {
  return async (request: Request): Promise<Response> => {
    if (!personal.test(new URL(request.url).pathname)) return send(request)

    const attempt = (token: string | null) => send(withToken(request.clone(), token))
    let token = await credentials.token() ?? await credentials.logIn()
    let answer = await attempt(token)
    for (const renew of [credentials.refresh, credentials.logIn]) {
      if (answer.status !== 401 || !token) break
      const renewed = await renew()
      if (!renewed) continue
      token = renewed
      answer = await attempt(token)
    }
    return answer
  }
}

function withToken(request: Request, token: string | null) {
  if (token) request.headers.set('Authorization', `Bearer ${token}`)
  return request
}
