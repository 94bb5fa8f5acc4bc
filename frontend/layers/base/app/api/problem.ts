/** What went wrong, in the API's words: a stable code, and messages by field. */
export interface Problem {
  code: string
  detail?: string
  errors: Record<string, string[]>
}

/** A refused call. Nuxt keeps `statusCode` and `data` when it carries an error from server to browser. */
export class ApiError extends Error {
  constructor(readonly statusCode: number, readonly data: Problem) {
    super(data.code)
    this.name = 'ApiError'
  }
}

/** Reads a problem details body; anything else (a proxy's page, nothing) becomes a code by status. */
export function toProblem(status: number, body: unknown): Problem {
  const given = (body ?? {}) as { code?: unknown, detail?: unknown, errors?: unknown }
  return {
    code: typeof given.code === 'string' ? given.code : status === 0 ? 'network' : `http-${status}`,
    detail: typeof given.detail === 'string' ? given.detail : undefined,
    errors: fieldErrors(given.errors),
  }
}

/** The problem in whatever a call threw. */
export function problemOf(error: unknown): Problem {
  const data = (error as { data?: Partial<Problem> } | null)?.data
  return data?.code ? { errors: {}, ...data, code: data.code } : toProblem(0, null)
}

function fieldErrors(errors: unknown): Record<string, string[]> {
  if (!errors || typeof errors !== 'object') return {}
  return Object.fromEntries(Object.entries(errors).map(([field, messages]) =>
    [field.charAt(0).toLowerCase() + field.slice(1), Array.isArray(messages) ? messages.map(String) : [String(messages)]]))
}
