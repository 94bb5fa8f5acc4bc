import { describe, expect, it } from 'vitest'
import { eventData } from '../layers/portal/app/utils/eventStream'

const stream = (...parts: (string | Uint8Array)[]) => new ReadableStream<Uint8Array>({
  start(controller) {
    for (const part of parts) controller.enqueue(typeof part === 'string' ? new TextEncoder().encode(part) : part)
    controller.close()
  },
})
const read = async (body: ReadableStream<Uint8Array>, patience?: number) => {
  const seen: string[] = []
  for await (const data of eventData(body, patience)) seen.push(data)
  return seen
}

describe('eventData', () => {
  it('gives an event as soon as its blank line is there, however it was cut', async () => {
    expect(await read(stream('data: {"ahe', 'ad":3}\n', '\ndata: {"ahead":2}\r\n\r\n'))).toEqual(['{"ahead":3}', '{"ahead":2}'])
  })

  it('leaves out comments and other fields, and joins lines', async () => {
    expect(await read(stream(': still here\n\n', 'event: place\nid: 1\ndata: a\ndata: b\n\n'))).toEqual(['a\nb'])
  })

  it('keeps a character whose bytes came apart', async () => {
    const bytes = new TextEncoder().encode('data: 候\n\n')
    expect(await read(stream(bytes.slice(0, 7), bytes.slice(7)))).toEqual(['候'])
  })

  it('drops what was never finished', async () => {
    expect(await read(stream('data: 1\n\ndata: 2'))).toEqual(['1'])
  })

  it('ends when nothing comes for too long, and lets go of the connection', async () => {
    let cancelled = false
    const silent = new ReadableStream<Uint8Array>({ cancel: () => { cancelled = true } })
    expect(await read(silent, 5)).toEqual([])
    expect(cancelled).toBe(true)
  })
})
