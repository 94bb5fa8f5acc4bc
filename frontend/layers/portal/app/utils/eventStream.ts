/** The other side writes at least every 15 s; after this long the connection is dead, whatever the browser believes. */
const silence = 45_000

/**
 * The data of server-sent events as they come. `EventSource` cannot say who is asking, so the stream is read from an
 * ordinary answer. It ends when the server closes it, or when nothing has been heard for too long.
 */
export async function* eventData(body: ReadableStream<Uint8Array>, patience = silence): AsyncGenerator<string> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for (;;) {
      const part = await within(patience, reader.read())
      if (!part || part.done) return
      const events = (rest + decoder.decode(part.value, { stream: true })).split(/\r?\n\r?\n/)
      rest = events.pop() ?? ''
      for (const event of events) {
        const data = event.split(/\r?\n/).filter(line => line.startsWith('data:')).map(line => line.slice(5).trimStart())
        // Comments keep the connection open and say nothing.
        if (data.length) yield data.join('\n')
      }
    }
  }
  finally {
    await reader.cancel().catch(() => undefined)
  }
}

async function within<T>(time: number, work: Promise<T>): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined
  try {
    return await Promise.race([work, new Promise<undefined>((resolve) => { timer = setTimeout(resolve, time, undefined) })])
  }
  finally {
    clearTimeout(timer)
  }
}
