import { Hono } from 'hono'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listen, type Listening } from '../../src/lib/listen.ts'
import type { App } from '../../src/app.ts'
import { linkKey, say, tap } from '../support/journey.ts'
import { leaksOf } from '../support/leaks.ts'
import { expectCalm, newTrader } from '../support/traders.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
let door: Listening
/** Who takes the next update in. */
let receiver: () => App
beforeAll(async () => {
  const app = new Hono().post('/telegram', async (c) => {
    const init = { method: 'POST', body: await c.req.text(), headers: c.req.header() }
    return receiver().http.request('/telegram', init)
  })
  door = await listen(app, '127.0.0.1', 0)
  world = await openWorld({ publicUrl: `http://127.0.0.1:${door.port}`, botTickSeconds: 30 })
})
afterAll(async () => {
  await world.close()
  await door.close()
})

test('whichever process takes a secret in, it is used once, and stands nowhere', async () => {
  const second = world.another()
  await second.start()
  let turn = 0
  receiver = () => {
    turn += 1
    return turn % 2 === 0 ? world.app : second
  }

  const secrets = []
  for (let i = 0; i < 8; i += 1) {
    const trader = newTrader(world)
    const { secret } = await linkKey(trader, { account: trader.account })
    secrets.push(secret)
    expect(trader.alice.text()).not.toContain('again')
    await expectCalm(trader)
  }

  for (const secret of secrets) expect(await leaksOf(world, secret)).toEqual([])

  // The API key comes to one process and its secret to the other: neither has both.
  const { alice, exchange, account } = newTrader(world)
  const { apiKey, secret } = exchange.createKey({ account })
  await say(alice, '/link', 'Which exchange')
  await tap(alice, 'Binance', 'Then send')
  receiver = () => world.app
  await say(alice, apiKey, 'API key taken')
  receiver = () => second
  await say(alice, secret, 'in one message')
  await say(alice, `${apiKey}\n${secret}`, 'is linked')
  expect(await leaksOf(world, secret)).toEqual([])
}, 60_000)
