import { Hono } from 'hono'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listen, type Listening } from '../../src/lib/listen.ts'
import type { App } from '../../src/app.ts'
import { choosePasting, linkKey, say, tap } from '../support/journey.ts'
import { leaksOf } from '../support/leaks.ts'
import { expectCalm, newTrader, type Trader } from '../support/traders.ts'
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
  await say(alice, '/link', 'link-exchange')
  await choosePasting(alice, 'Binance')
  receiver = () => world.app
  expect((await say(alice, apiKey, 'link-next-part')).text).toContain('API key taken')
  receiver = () => second
  expect((await say(alice, secret, 'link-send-together')).text).toContain('in one message')
  await say(alice, `${apiKey}\n${secret}`, 'key-linked')
  expect(await leaksOf(world, secret)).toEqual([])

  // A key whose owner is asked about it waits in one process. A tap that comes in there is handled there;
  // one that comes in elsewhere is handled by whoever is free, who may have to ask for the key again.
  for (const [tapped, then] of [
    [world.app, 'key-linked'],
    [second, ['key-linked', 'link-key-forgotten']],
  ] as const) {
    const trader = newTrader(world)
    receiver = () => world.app
    await askWhetherToKeep(trader)
    receiver = () => tapped
    await tap(trader.alice, 'Withdraw is off: keep it', then)
  }
}, 180_000)

async function askWhetherToKeep({ alice, exchange, account }: Trader): Promise<void> {
  const { apiKey, secret } = exchange.createKey({ account })
  const effect = { kind: 'status', status: 200, body: '{"ipRestrict":true}' } as const
  await say(alice, '/link', 'link-exchange')
  await choosePasting(alice, 'Binance')
  exchange.fault({ path: '/sapi/v1/account/apiRestrictions', apiKey, effect })
  await say(alice, `${apiKey}\n${secret}`, 'link-unclear-rights')
}
