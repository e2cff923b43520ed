import { Big } from 'big.js'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { KeyState } from '../../src/playground/paper-exchange/paper-exchange.ts'
import { choosePasting, linkKey, onExchange, say, tap } from '../support/journey.ts'
import {
  boughtByUs,
  eventually,
  holdBitcoin,
  reachPlan,
  rows,
  sells,
  soldByUs,
} from '../support/exits.ts'
import { hear, labels } from '../support/traders.ts'
import { openWorld, type World } from '../support/world.ts'
import { wordsOf } from '../../src/telegram/words.ts'

const KEY_REFUSED = wordsOf('en').disconnect.waiting.keyRefused('Binance').text

let world: World
let key: { apiKey: string; secret: string }
beforeEach(async () => {
  world = await openWorld({ botTickSeconds: 0.3 })
  key = await linkKey(world)
  await holdBitcoin(world)
})
afterEach(() => world.close())

async function healthOf(): Promise<{ health: string; refusals: number } | undefined> {
  const [found] = await rows<{ health: string; refusals: number }>(
    world,
    'select health, refusals from exchange_key',
  )
  return found
}

/** Probes of the key so far. */
function probes(): number {
  return world.exchange.requests().filter(({ path }) => path.endsWith('apiRestrictions')).length
}

/** Lets the next probe fall due and waits until it was answered and the one after it planned. */
async function probe(seconds = 301): Promise<void> {
  const before = probes()
  world.clock.advance(seconds)
  await eventually(() => probes() > before && isQuiet())
}

async function isQuiet(): Promise<boolean> {
  const now = world.clock.now().toISOString()
  const busy = `select id from wake where lane = 'watch' and (claimed = 1 or run_at <= '${now}')`
  return (await rows(world, busy)).length === 0
}

/** Lets the exchange refuse the key until it is found dead: at once, after a minute and after five more. */
async function beRefused(): Promise<void> {
  await eventually(isQuiet)
  await probe()
  expect(await healthOf()).toMatchObject({ health: 'suspect', refusals: 1 })
  await probe(61)
  expect(await healthOf()).toMatchObject({ health: 'suspect', refusals: 2 })
  await probe()
  expect(await healthOf()).toMatchObject({ health: 'dead' })
}

async function die(state: KeyState = 'deleted'): Promise<void> {
  await say(world.alice, '/bots', 'bots')
  world.exchange.setKeyState(key.apiKey, state)
  await beRefused()
}

function notices(): string[] {
  return world.alice
    .messages()
    .filter(({ screen }) => screen === 'key-dead')
    .map(({ text }) => text)
}

test.each([
  ['deleted', 'does not exist any more'],
  ['ip-blocked', 'does not say why'],
  ['expired', 'right to trade is gone'],
] as const)(
  'a key that is %s is told of once, with what to do by hand',
  async (state, words) => {
    const { alice, exchange } = world
    await die(state)
    const notice = await alice.until({ screen: 'key-dead' })
    world.clock.advance(1_000)
    expect((await say(alice, '/bots', 'bots')).text).toContain('⏸ Grid BTC/USDT')

    expect(notice.text).toContain(words)
    expect(notice.text).toMatch(/☐ cancel the sell of 0\.00\d+ BTC at 59,000 USDT/)
    expect(notice.text).toMatch(/☐ sell 0\.017\d+ BTC into USDT/)
    expect(notice.text).not.toContain('seen 0 s ago')
    expect(notices()).toHaveLength(1)
    expect(exchange.openOrders().length).toBeGreaterThan(0)
    const requests = exchange.requests()
    const refused = requests.findIndex(({ status }) => status === 400 || status === 401)
    const orders = requests.slice(refused).filter(({ path }) => path === '/api/v3/order')
    expect(refused === -1 ? [] : orders).toEqual([])
  },
  20_000,
)

test('a signature that does not fit any more is a dead key too', async () => {
  const { alice, exchange } = world
  exchange.fault({
    path: '/sapi/v1/account/apiRestrictions',
    times: 100,
    effect: {
      kind: 'status',
      status: 400,
      body: '{"code":-1022,"msg":"Signature for this request is not valid."}',
    },
  })
  await beRefused()
  await alice.until({ screen: 'key-dead' })

  expect(notices()).toHaveLength(1)
}, 60_000)

test('a trading right that is taken away is told of, and a right that comes back too', async () => {
  const { alice, exchange } = world
  exchange.setKeyRights(key.apiKey, { trade: false })
  await beRefused()
  expect((await alice.until({ screen: 'key-dead' })).text).toContain('right to trade is gone')
  exchange.setKeyRights(key.apiKey, { trade: true })
  world.clock.advance(721)
  expect((await alice.until({ screen: 'key-back' })).text).toContain('works again')
  expect((await alice.until({ screen: 'key-compared' })).text).toContain(
    'Nothing: orders and coins are as I knew them',
  )
  await tap(alice, 'Resume the bots', 'bots')
  await onExchange(world, () => exchange.openOrders().length === 5)
}, 60_000)

test('maintenance, limits, a wrong clock and broken connections are never called a dead key', async () => {
  const { alice, exchange } = world
  const path = '/sapi/v1/account/apiRestrictions'
  exchange.setMaintenance(true)
  for (const seconds of [61, 61, 301, 301]) world.clock.advance(seconds)
  await say(alice, '/keys', 'keys')
  exchange.setMaintenance(false)
  const effects = [
    { kind: 'status', status: 429, body: '{"code":-1003,"msg":"Too many requests."}' },
    { kind: 'status', status: 400, body: '{"code":-1021,"msg":"Timestamp outside recvWindow."}' },
    { kind: 'status', status: 500, body: '' },
    { kind: 'drop' },
  ] as const
  for (const effect of effects) {
    exchange.fault({ path, effect })
    await probe()
  }
  await say(alice, '/keys', 'keys')

  expect(notices()).toEqual([])
  expect(await rows(world, "select id from exchange_key where health = 'dead'")).toEqual([])
}, 60_000)

test('a single refusal that heals is never told', async () => {
  const { alice, exchange } = world
  exchange.fault({
    path: '/sapi/v1/account/apiRestrictions',
    effect: { kind: 'status', status: 400, body: '{"code":-2008,"msg":"Invalid Api-Key ID."}' },
  })
  for (let i = 0; i < 4; i += 1) await probe()
  expect((await say(alice, '/keys', 'keys')).text).toContain('works, checked')

  expect(notices()).toEqual([])
}, 60_000)

test('lines tick off, and reminders come after 1, 6 and 24 hours until all are ticked', async () => {
  const { alice, clock } = world
  await die()
  await alice.until({ screen: 'key-dead' })
  clock.advance(3_601)
  expect((await alice.until({ screen: 'hand-work-reminder' })).text).toContain('dead for 1 h')
  const since = alice.moment()
  clock.advance(5 * 3_600)
  const second = await alice.until({ screen: 'hand-work-reminder', since })
  expect(second.text).toContain('dead for 6 h')
  const shown = (alice.screen()?.keyboard.flat() ?? []).map(({ text }) => text)
  const open = shown.filter((text) => text.startsWith('☐'))
  for (const label of open) await alice.untilAnswered(alice.taps(label))
  await alice.until(
    (user) =>
      user
        .screen()
        ?.keyboard.flat()
        .every(({ text }) => !text.startsWith('☐')) === true,
  )
  clock.advance(20 * 3_600)
  expect((await say(alice, '/keys', 'keys')).text).toContain('refused by the exchange')

  expect(open.length).toBeGreaterThan(2)
  expect(alice.text()).not.toContain('dead for 24 h')
}, 60_000)

test('a new key of the same account takes its place, one of another account does not', async () => {
  const { alice, exchange } = world
  await die()
  await alice.until({ screen: 'key-dead' })
  exchange.deposit('USDT', '10', 'another')
  const foreign = exchange.createKey({ account: 'another' })
  await choosePasting(alice, 'I made a new key')
  expect((await say(alice, `${foreign.apiKey}\n${foreign.secret}`, 'link-refused')).text).toContain(
    'belongs to another account',
  )
  const fresh = exchange.createKey()
  const busy = { kind: 'status', status: 503, body: '' } as const
  exchange.fault({ path: '/api/v3/openOrders', times: 8, effect: busy })
  expect((await say(alice, `${fresh.apiKey}\n${fresh.secret}`, 'key-replaced')).text).toMatch(
    /new key .*is in place/,
  )
  await hear(alice, '/bots', 'bots')
  const tooSoon = await alice.untilAnswered(alice.taps('Resume all'))
  expect(tooSoon.text).toContain('still to be compared')
  expect((await alice.until({ screen: 'key-compared' })).text).toContain(
    'Nothing: orders and coins are as I knew them',
  )
  await tap(alice, 'Resume the bots', 'bots')
  await onExchange(
    world,
    () =>
      exchange.orders().some(({ placedWith }) => placedWith === fresh.apiKey) ||
      exchange.openOrders().length === 5,
  )

  world.clock.advance(3_700)
  expect((await say(alice, '/keys', 'keys')).text).toContain('works')
  expect(alice.text()).not.toContain('dead for')
}, 60_000)

test('what was done by hand meanwhile is found, and taken off the books on the trader’s word', async () => {
  const { alice, exchange, clock } = world
  await die()
  await alice.until({ screen: 'key-dead' })
  const [sell] = sells(world, 'BTC/USDT')
  exchange.setPrice('BTC/USDT', '59500')
  for (const { id } of exchange.openOrders()) exchange.cancelByHand(id)
  const held = boughtByUs(world, 'BTC/USDT')
    .minus(sell?.amount ?? 0)
    .round(5, Big.roundDown)
  exchange.placeByHand({ symbol: 'BTC/USDT', side: 'sell', amount: held })
  const fresh = exchange.createKey()
  clock.advance(120)
  await choosePasting(alice, 'I made a new key')
  expect((await say(alice, `${fresh.apiKey}\n${fresh.secret}`, 'key-replaced')).text).toMatch(
    /new key .*is in place/,
  )
  const compared = await alice.until({ screen: 'key-compared' })
  expect(compared.text).toContain('what changed at Binance')

  expect(anonymous(compared.text)).toMatchInlineSnapshot(`
    "🔎 Binance …XXXX: what changed at Binance since DAY UTC

    • Grid BTC/USDT: its orders sold 0.0086 BTC for 507.40 USDT
    • Grid BTC/USDT: its sell of 0.00845 BTC at 60,000 USDT is not there any more, and Undock did not cancel it
    • Grid BTC/USDT: its buy of 0.00876 BTC at 57,000 USDT is not there any more, and Undock did not cancel it
    • Grid BTC/USDT: its buy of 0.00891 BTC at 56,000 USDT is not there any more, and Undock did not cancel it
    • Grid BTC/USDT: its buy of 0.00908 BTC at 55,000 USDT is not there any more, and Undock did not cancel it

    ⚠️ Grid BTC/USDT: you sold 0.00845 BTC by hand at about 59,437.523 USDT. Binance still shows enough BTC for its books
    Were these the bot’s coins? Until you say so the bot stays paused: otherwise coins that are gone, or your own, would be sold.

    Nothing was bought, sold or cancelled by comparing."
  `)
  expect(labels(compared)).toMatchInlineSnapshot(`
    [
      [
        "Yes: take 0.00845 BTC off the books",
      ],
      [
        "No, they were my own",
      ],
      [
        "Compare again",
      ],
      [
        "Bots",
      ],
    ]
  `)
  const orders = exchange.orders().length
  await hear(alice, '/bots', 'bots')
  const resumed = await alice.untilAnswered(alice.taps('Resume all'))
  expect(resumed.text).toContain('some of its coins were moved manually')
  expect((await hear(alice, '/disconnect', 'key-compared')).text).toContain(
    'Were these the bot’s coins?',
  )
  const settled = await tap(alice, 'Yes: take', 'coins-settled')
  expect(settled.text).toContain('Taken off the books')
  expect(anonymous(settled.text)).toMatchInlineSnapshot(`
    "✅ Taken off the books, marked as by hand in /export:
    • Grid BTC/USDT: 0.00845 BTC for about 502.25 USDT, realized about +7.46 USDT
    Nothing was bought or sold by this. Your bots stay paused until you resume them."
  `)
  expect(exchange.orders()).toHaveLength(orders)
  await tap(alice, 'Resume the bots', 'bots')
  await onExchange(world, () => exchange.openOrders().length > 2)
  expect(sells(world, 'BTC/USDT')).toEqual([])
}, 60_000)

/** Without what differs from run to run. */
function anonymous(text: string): string {
  return text.replaceAll(/…\w{4}/g, '…XXXX').replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d/g, 'DAY')
}

test('Disconnect on a dead key shows the same list with its ticks, and erases the key', async () => {
  const { alice } = world
  await die()
  await alice.until({ screen: 'key-dead' })
  expect((await tap(alice, '☐ sell BTC/USDT', 'key-dead')).text).toContain('☑ sell 0.017')
  const list = await tap(alice, 'Disconnect', 'exit-last-known')
  expect(list.text).toContain('refuses this key')
  expect(list.text).toMatch(/☑ sell 0\.017/)
  expect((await tap(alice, 'Erase now', 'exit-erase')).text).toContain('Erase Binance now?')
  const receipt = await tap(alice, 'Erase the key now', 'exit-receipt')

  expect(receipt.text).toMatch(/☑ sell 0\.017/)
  expect(receipt.text).toMatch(/☐ cancel the sell/)
  await say(alice, '/keys', 'no-keys')
  expect(await rows(world, "select id from notice where id like 'key-dead%'")).toHaveLength(1)
}, 60_000)

test('a key that dies before Disconnect now is pressed is told of, and nothing begins', async () => {
  const { alice } = world
  await reachPlan(world)
  await die()
  await alice.until({ screen: 'key-dead' })
  const tapped = await alice.untilAnswered(alice.taps('Disconnect now'))

  expect(tapped.text).toContain('refuses the key now')
  expect(await rows(world, "select id from exit_plan where status = 'running'")).toEqual([])
}, 60_000)

test('a key that dies in the middle of a disconnect leaves a list without what is done, and is told once', async () => {
  const { alice, exchange, clock } = world
  await reachPlan(world)
  const stop = exchange.onChange((event) => {
    if (event.kind !== 'order' || event.status !== 'CANCELED') return
    stop()
    exchange.setKeyState(key.apiKey, 'deleted')
  })
  await tap(alice, 'Disconnect now', 'exit-progress')
  await onExchange(world, () => exchange.openOrders().length === 1)
  clock.advance(1)
  await eventually(async () => (await healthOf())?.refusals === 1)
  clock.advance(61)
  await eventually(async () => (await healthOf())?.refusals === 2)
  await alice.until({ screen: 'exit-progress', text: KEY_REFUSED })
  clock.advance(301)
  const receipt = await alice.until({ screen: 'exit-receipt' })

  expect(receipt.text.match(/☐ cancel/g)).toHaveLength(1)
  expect(receipt.text).toMatch(/☐ sell 0\.017/)
  expect(notices()).toEqual([])
  expect(soldByUs(world, 'BTC/USDT').toFixed()).toBe('0')
  await say(alice, '/keys', 'no-keys')
}, 60_000)
