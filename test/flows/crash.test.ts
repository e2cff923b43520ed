import { randomBytes } from 'node:crypto'
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { listen } from '../../src/lib/listen.ts'
import { Secret } from '../../src/lib/secret.ts'
import { boughtByUs, reachPlan, rows, soldByUs } from '../support/exits.ts'
import { onExchange, say } from '../support/journey.ts'
import { startNode, type Child } from '../support/process.ts'
import { scratchFolder } from '../support/scratch.ts'
import { newLinkedTrader, runGrid } from '../support/traders.ts'
import { openWorld } from '../support/world.ts'

/** Exits, each killed some requests later than the one before, and again soon after the restart. */
const EXITS = 4
const REQUESTS_APART = 3
const TOKEN = '1000000:a-token-that-only-the-tests-know-of'

type Trader = Awaited<ReturnType<typeof newLinkedTrader>>

test('an exit that is killed at any request ends as if it had not been, without anybody doing anything', async () => {
  const vaultKey = randomBytes(32).toString('base64')
  const world = await openWorld({ vaultKey: new Secret(vaultKey), botTickSeconds: 20 })
  const traders: Trader[] = []
  for (let i = 0; i < EXITS; i += 1) {
    const trader = await newLinkedTrader(world)
    // A minute passes, and with it the exchange's rate limit; no order is on its way just now.
    if (i % 5 === 4) world.clock.advance(61)
    world.exchange.deposit('USDT', '5000', trader.account)
    // So that a second sale would be possible.
    world.exchange.deposit('BTC', '0.05', trader.account)
    await runGrid(trader)
    await onExchange(world, () => world.exchange.openOrders(trader.account).length === 5)
    traders.push(trader)
  }
  await say(world.alice, '/bots', 'no-bots')
  world.exchange.setPrice('BTC/USDT', '57500')
  world.clock.advance(61)
  await onExchange(world, () =>
    traders.every(
      ({ account }) =>
        world.exchange.openOrders(account).filter(({ side }) => side === 'sell').length === 2,
    ),
  )
  world.exchange.setPrice('BTC/USDT', '58900')
  for (const [i, trader] of traders.entries()) {
    if (i % 5 === 4) world.clock.advance(61)
    await reachPlan(trader)
  }
  await world.app.stop()

  let leaving: string | undefined
  let onRequest = (_what: string): void => undefined
  const exchangeDoor = new Hono().all('*', async (c) => {
    const answer = await world.exchange.app.fetch(c.req.raw, c.env)
    const isOfExit = c.req.header('x-mbx-apikey') === leaving && !c.req.path.startsWith('/sapi')
    if (isOfExit) onRequest(`${c.req.method} ${c.req.path}`)
    return answer
  })
  const telegramDoor = new Hono().all('*', async (c) => {
    const answer = await world.telegram.app.fetch(c.req.raw, c.env)
    const method = c.req.path.split('/').at(-1) ?? ''
    if (/^(send|edit)/.test(method)) onRequest(method)
    return answer
  })
  const doors = [
    await listen(exchangeDoor, '127.0.0.1', 0),
    await listen(telegramDoor, '127.0.0.1', 0),
  ]
  const cwd = scratchFolder()
  const start = async (untilItRuns = true): Promise<Child> => {
    const started = startNode([`${process.cwd()}/src/main.ts`], {
      cwd,
      env: {
        BOT_TOKEN: TOKEN,
        TELEGRAM_API_ROOT: `http://127.0.0.1:${doors[1]?.port}`,
        ALLOWED_USERS: '*',
        DATABASE_URL: world.environment['DATABASE_URL'] ?? '',
        VAULT_KEY: vaultKey,
        EXCHANGE_ORIGINS: JSON.stringify({ binance: `http://127.0.0.1:${doors[0]?.port}` }),
        PORT: '0',
        BOT_TICK_SECONDS: '3600',
        KEY_CHECK_SECONDS: '3600',
      },
    })
    if (untilItRuns) await started.prints('Undock runs on Telegram')
    return started
  }

  let child = await start()
  const killedAt: string[] = []
  const killAt = (n: number): Promise<string> =>
    new Promise((resolve) => {
      let seen = 0
      onRequest = (what) => {
        seen += 1
        if (seen !== n) return
        onRequest = () => undefined
        void child.kill9().then(() => resolve(what))
      }
    })
  for (const [n, trader] of traders.entries()) {
    const ended = trader.alice
      .until({ screen: 'exit-receipt' }, { seconds: 40 })
      .then(() => undefined)
    const kills: string[] = []
    leaving = trader.apiKey
    let killed = killAt(1 + REQUESTS_APART * n)
    trader.alice.taps('Disconnect now')
    for (const next of [1 + (n % 4), undefined]) {
      const at = await Promise.race([killed, ended])
      if (at === undefined) break
      kills.push(at)
      world.clock.advance(61)
      if (next !== undefined) killed = killAt(next)
      child = await start(next === undefined)
    }
    onRequest = () => undefined
    await ended
    await expectEnd(trader, kills.join(' and '))
    killedAt.push(...kills)
  }
  await child.kill9()

  expect(killedAt.length).toBeGreaterThan(EXITS)
  process.stdout.write(`${killedAt.length} kill points: ${killedAt.join(', ')}\n`)
  await Promise.all(doors.map((door) => door.close()))
  await world.close()
}, 120_000)

/** No order of ours is open, the position was sold once, the key is erased, one receipt was told. */
async function expectEnd(trader: Trader, killedAt: string): Promise<void> {
  const { exchange, account, alice } = trader
  const where = `killed at ${killedAt}`
  const mine = { exchange: { ...exchange, trades: () => exchange.trades(account) } }
  const left = boughtByUs(mine, 'BTC/USDT').minus(soldByUs(mine, 'BTC/USDT'))
  expect(exchange.openOrders(account), where).toEqual([])
  expect(left.gte(0) && left.lt('0.00001'), `${where}: ${left.toFixed()} left`).toBe(true)

  const keys = await rows<{ status: string; wrapped_data_key: string | null }>(
    trader,
    `select status, wrapped_data_key from exchange_key where user_id = '${alice.id}'`,
  )
  expect(keys, where).toEqual([{ status: 'unlinked', wrapped_data_key: null }])
  const receipts = alice.messages().filter(({ screen }) => screen === 'exit-receipt')
  const twice = killedAt.includes('sendMessage')
  expect(receipts.length, where).toBeLessThanOrEqual(twice ? 2 : 1)
}
