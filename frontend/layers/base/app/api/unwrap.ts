import { ApiError, toProblem } from './problem'

interface Answer<T> { data?: T, error?: unknown, response: Response }

/** The body of a call that worked; an ApiError otherwise, also when nobody answered. */
export async function unwrap<T>(call: Promise<Answer<T>>): Promise<T> {
  const answer = await call.catch(() => { throw new ApiError(0, toProblem(0, null)) })
  if (!answer.response.ok) throw new ApiError(answer.response.status, toProblem(answer.response.status, answer.error))
  return answer.data as T
}
