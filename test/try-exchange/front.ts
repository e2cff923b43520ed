import type { IncomingHttpHeaders } from 'node:http'
import { serve } from '../exchange/support.ts'

/** An answer on its way. */
export interface Passing {
  status: number
  body: string
}

/** Something that is not as documented, on one endpoint. */
export interface Planted {
  /** As `GET /api/v3/account`. */
  at: string
  change: (answer: Passing) => Passing
}

/** An origin that passes everything on to another, and changes what was planted. */
export function openFront(origin: string, planted: readonly Planted[]): Promise<string> {
  return serve((request, response, body) => {
    const { method = 'GET', url = '/' } = request
    const changed = (passed: Passing) =>
      planted
        .filter(({ at }) => at === `${method} ${url.split('?')[0]}`)
        .reduce((now, { change }) => change(now), passed)
    void answer()

    async function answer(): Promise<void> {
      try {
        const { status, body: text } = changed(
          await pass(`${origin}${url}`, method, request.headers, body),
        )
        response.statusCode = status
        response.setHeader('content-type', 'application/json')
        response.end(text)
      } catch {
        response.destroy()
      }
    }
  })
}

async function pass(
  url: string,
  method: string,
  given: IncomingHttpHeaders,
  body: string,
): Promise<Passing> {
  const skipped = ['host', 'connection', 'content-length', 'accept-encoding', 'keep-alive']
  const headers = Object.entries(given).flatMap(([name, value]) =>
    skipped.includes(name) ? [] : [[name, String(value)] as [string, string]],
  )
  const init = { method, headers, ...(body !== '' && { body }) }
  const answer = await fetch(url, init)
  return { status: answer.status, body: await answer.text() }
}

/** Changes the JSON of an answer. */
export function inJson(change: (body: never) => unknown): Planted['change'] {
  return ({ status, body }) => ({
    status,
    body: JSON.stringify(change(JSON.parse(body) as never)),
  })
}
