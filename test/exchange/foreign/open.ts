import type { Exchange } from '../../../src/exchange/exchange.ts'
import type { ExchangeId } from '../../../src/exchange/exchange-id.ts'
import { serveDialect, type Asked } from '../dialect-server.ts'
import type { Json } from './foreign.ts'

/** An exchange that answers so, and what it is asked. A text is sent as it is, anything else as JSON. */
export async function openWithAnswers(
  id: ExchangeId,
  answers: Record<string, Json>,
): Promise<{ exchange: Exchange; asked: Asked[] }> {
  const { connection, asked } = await serveDialect(id, (one) => {
    const at = `${one.method} ${one.path}`
    const found = answers[`${at}?${new URLSearchParams(one.query).toString()}`] ?? answers[at]
    const body = typeof found === 'function' ? found(one) : found
    if (body === undefined) throw new RangeError(`Nothing is recorded for ${at}`)
    return { body: typeof body === 'string' ? body : JSON.stringify(body) }
  })
  return { exchange: connection.routine, asked }
}
