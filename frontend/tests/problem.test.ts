import { describe, expect, it } from 'vitest'
import { problemOf, toProblem } from '../layers/base/app/api/problem'

describe('problem', () => {
  it('is undecided without an answer, and with a failure, whatever code that bears: the same may be asked again', () => {
    expect(problemOf(new TypeError('fetch failed'))).toMatchObject({ code: 'network', undecided: true })
    expect(toProblem(502, '<html>')).toMatchObject({ code: 'http-502', undecided: true })
    expect(toProblem(503, { code: 'temporarily-unavailable' })).toMatchObject({ code: 'temporarily-unavailable', undecided: true })
  })

  it('is decided by a refusal: asking again with the same key brings the same', () => {
    expect(toProblem(409, { code: 'slot-sold-out' })).toMatchObject({ code: 'slot-sold-out', undecided: false })
    expect(toProblem(429, null)).toMatchObject({ code: 'http-429', undecided: false })
  })
})
