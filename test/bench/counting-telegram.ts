import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'

/** A Telegram that does nothing but count answers, so that it costs neither side much. */
export interface CountingTelegram {
  origin: string
  /** Once so many messages were sent. */
  sent(count: number): Promise<void>
  close(): Promise<void>
}

const MESSAGE = { message_id: 1, date: 1, chat: { id: 1, type: 'private', first_name: 'A' } }
const BOT = { id: 1_000_000, is_bot: true, first_name: 'Undock', username: 'undock_bot' }

/** Opens it on a port of its own. */
export async function openCountingTelegram(): Promise<CountingTelegram> {
  let count = 0
  let waiting: { for: number; done: () => void } | undefined
  const server = createServer((request, response) => {
    const method = request.url?.split('/').at(-1)
    request.resume()
    request.on('end', () => {
      const result = method === 'getMe' ? BOT : method === 'sendMessage' ? MESSAGE : true
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ ok: true, result }))
      if (method !== 'sendMessage') return
      count += 1
      if (waiting !== undefined && count >= waiting.for) waiting.done()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent(wanted) {
      count = 0
      return new Promise((done) => (waiting = { for: wanted, done }))
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
