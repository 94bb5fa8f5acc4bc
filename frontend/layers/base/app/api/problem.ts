/** What went wrong, in the API's words: a stable code, and messages by field. */
export interface Problem {
  code: string
  detail?: string
  /** Nobody knows whether it was done: no answer came, or a failure's. The same may be asked again, with the same key. */
  undecided?: boolean
  errors: Record<string, string[]>
  /** What some codes add: the order or the waitlist's entry that is there already, when booking opens, until when it is barred. */
  orderId?: string
  entryId?: string
  releasesAt?: string
  until?: string
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
  const given = (body ?? {}) as Record<string, unknown>
  const text = (name: string) => (typeof given[name] === 'string' ? given[name] as string : undefined)
  return {
    code: text('code') ?? (status === 0 ? 'network' : `http-${status}`),
    detail: text('detail'),
    undecided: status === 0 || status >= 500,
    errors: fieldErrors(given.errors),
    orderId: text('orderId'),
    entryId: text('entryId'),
    releasesAt: text('releasesAt'),
    until: text('until'),
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
