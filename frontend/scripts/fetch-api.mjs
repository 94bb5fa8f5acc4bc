// Takes the merged API document from a running gateway (API_URL) into openapi.json.
import { writeFile } from 'node:fs/promises'

const url = `${process.env.API_URL ?? 'http://localhost:8080'}/openapi/v1.json`
const answer = await fetch(url).catch((error) => {
  console.error(`No gateway answers at ${url} (${error.cause?.code ?? error.message}). Start the platform, or set API_URL.`)
  process.exit(1)
})
if (!answer.ok) {
  console.error(`${url} answered ${answer.status}.`)
  process.exit(1)
}
await writeFile(new URL('../openapi.json', import.meta.url), `${JSON.stringify(await answer.json(), null, 2)}\n`)
