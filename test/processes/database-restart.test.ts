import { afterAll, beforeAll, expect, test } from 'vitest'
import { Secret } from '../../src/lib/secret.ts'
import { LABELS } from '../support/labels.ts'
import { coins, eventually, holdBitcoin, reachPlan, rows } from '../support/exits.ts'
import { linkKey, onExchange, say } from '../support/journey.ts'
import { startPostgres, type PostgresServer } from '../support/postgres-server.ts'
import { newTrader } from '../support/traders.ts'
import { openWorld, type World } from '../support/world.ts'

let server: PostgresServer
let world: World
beforeAll(async () => {
  server = await startPostgres()
  world = await openWorld({
    database: { kind: 'postgres', url: new Secret(server.url('postgres')) },
    botTickSeconds: 0.2,
  })
  await world.another().start()
})
afterAll(async () => {
  await world.close()
  await server.stop()
})

test('PostgreSQL is restarted three times under load: no process ends, and nothing is lost', async () => {
  const { alice, exchange } = world
  await linkKey(world)
  await holdBitcoin(world)

  // While bots trade.
  await server.crash()
  exchange.setPrice('BTC/USDT', '59200')
  await onExchange(world, () => exchange.trades().some(({ side }) => side === 'sell'), 20)

  // While people talk: every message is answered, however long it takes.
  const people = Array.from({ length: 10 }, () => newTrader(world).alice)
  for (const person of people) person.sends('/bots')
  await server.crash()
  for (const person of people) {
    person.sends('/settings')
    await person.until({ screen: 'settings' }, { seconds: 20 })
  }

  // In the middle of an exit.
  exchange.setPrice('BTC/USDT', '58900')
  const before = coins(world, 'BTC')
  await eventually(async () => (await rows(world, 'select id from saga')).length === 0)
  await reachPlan(world)
  alice.taps(LABELS.disconnect)
  await onExchange(world, () => exchange.openOrders().length === 0)
  await server.crash()
  await alice.until({ screen: 'exit-receipt' }, { seconds: 30 })

  expect(exchange.openOrders()).toEqual([])
  expect(coins(world, 'BTC').lte(before)).toBe(true)
  await say(alice, '/keys', 'no-keys')
  const receipts = alice.messages().filter(({ screen }) => screen === 'exit-receipt')
  expect(receipts.length).toBeGreaterThanOrEqual(1)
  expect(await rows(world, "select id from notice where status = 'due'")).toEqual([])
}, 90_000)
