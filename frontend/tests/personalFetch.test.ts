import { describe, expect, it, vi } from 'vitest'
import { personalFetch } from '../layers/base/app/api/personalFetch'

const answer = (status: number) => new Response(null, { status })
const request = (path: string) => new Request(`http://localhost${path}`)

function setUp(statuses: number[], credentials: Partial<Record<'token' | 'refresh' | 'logIn', string | null>>) {
  const tokens: (string | null)[] = []
  const send = vi.fn(async (call: Request) => {
    tokens.push(call.headers.get('Authorization'))
    return answer(statuses.shift() ?? 200)
  })
  const asked = { token: vi.fn(async () => credentials.token ?? null), refresh: vi.fn(async () => credentials.refresh ?? null), logIn: vi.fn(async () => credentials.logIn ?? null) }
  return { call: personalFetch(asked, send as unknown as typeof fetch), asked, tokens }
}

describe('personalFetch', () => {
  it('leaves public calls alone', async () => {
    const { call, asked, tokens } = setUp([200], { token: 'a' })
    await call(request('/api/hospitals'))
    await call(request('/api/auth/phone-codes'))
    expect(asked.token).not.toHaveBeenCalled()
    expect(tokens).toEqual([null, null])
  })

  it('refreshes once on 401 and goes on', async () => {
    const { call, asked, tokens } = setUp([401, 200], { token: 'old', refresh: 'new' })
    expect((await call(request('/api/orders'))).status).toBe(200)
    expect(tokens).toEqual(['Bearer old', 'Bearer new'])
    expect(asked.logIn).not.toHaveBeenCalled()
  })

  it('asks for a login when the session cannot be refreshed', async () => {
    const { call, tokens } = setUp([401, 200], { token: 'old', refresh: null, logIn: 'fresh' })
    expect((await call(request('/api/me'))).status).toBe(200)
    expect(tokens).toEqual(['Bearer old', 'Bearer fresh'])
  })

  it('asks guests before it calls, and hands on the 401 when they decline', async () => {
    const { call, asked, tokens } = setUp([401], { token: null, logIn: null })
    expect((await call(request('/api/me/patients'))).status).toBe(401)
    expect(asked.logIn).toHaveBeenCalledOnce()
    expect(tokens).toEqual([null])
  })
})
