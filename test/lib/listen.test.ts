import { once } from 'node:events'
import { connect } from 'node:net'
import { Hono } from 'hono'
import { expect, onTestFinished, test } from 'vitest'
import { listen } from '../../src/lib/listen.ts'

test('a client that never finishes its headers is cut off', async () => {
  const patience = { headersTimeout: 100, requestTimeout: 200, connectionsCheckingInterval: 10 }
  const server = await listen(new Hono(), '127.0.0.1', 0, patience)
  onTestFinished(() => server.close())
  const socket = connect(server.port, '127.0.0.1')
  socket.on('error', () => undefined)
  socket.write('GET / HTTP/1.1\r\nhost: here\r\n')

  let answer = ''
  socket.on('data', (part) => (answer += part.toString()))
  await once(socket, 'close')

  expect(answer).toContain('408')
})
