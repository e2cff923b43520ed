import { randomBytes } from 'node:crypto'
import { Secret } from '../../src/lib/secret.ts'
import type { TelegramUser } from '../../src/playground/bot-api/user.ts'
import { linkKey, onExchange, say, tap } from '../support/journey.ts'
import { openWorld, type World } from '../support/world.ts'
import { startUndock } from './undock-process.ts'

const GRIDS = { lower: '0.9', upper: '1.02', money: '100', count: '4' }
const SYMBOLS = 10
/** Rate limits look back a minute: what the preparations spent is not the exit's. */
const A_MINUTE = 61

interface Leaver {
  user: TelegramUser
  account: string
}

/** Milliseconds from the tap on `Disconnect now`. */
export interface ExitTimes {
  /** Until the exchange was seen flat: the answer to the last look. */
  flat: number
  /** Until the receipt is in the chat. */
  receipt: number
}

/**
 * Builds so many bots with a position and two resting sells each, and times their exits, one
 * trader after the other. Undock runs in a process of its own, as it does in life. The first exit
 * warms it up and is not counted.
 */
export async function undockExits(
  positions: number,
  roundTripMs: number,
  rounds: number,
): Promise<ExitTimes[]> {
  const vaultKey = randomBytes(32).toString('base64')
  const world = await openWorld({
    logLevel: 'error',
    botTickSeconds: 1,
    vaultKey: new Secret(vaultKey),
  })
  const leavers: Leaver[] = []
  for (let i = 0; i <= rounds; i += 1) leavers.push(await settleIn(world, i, positions))
  await fillBuys(world, leavers, positions)
  for (const leaver of leavers) await reachPlan(world, leaver)
  await world.app.stop()

  const undock = await startUndock({
    ...world.environment,
    VAULT_KEY: vaultKey,
    BOT_TICK_SECONDS: '3600',
    KEY_CHECK_SECONDS: '3600',
  })
  world.exchange.setLatency(roundTripMs)
  const times: ExitTimes[] = []
  for (const leaver of leavers) times.push(await leave(world, leaver))

  await undock.kill9()
  await world.close()
  return times.slice(1)
}

async function settleIn(world: World, index: number, positions: number): Promise<Leaver> {
  const { exchange, telegram, clock } = world
  const account = `leaver-${index}`
  const user = telegram.user({ id: 7_000 + index, firstName: account })
  const leaver = { user, account }
  exchange.deposit('USDT', '100000', account)
  await linkKey({ ...world, alice: user }, { account })
  for (let i = 0; i < positions; i += 1) {
    await startBot(world, leaver, i)
    if (i % 10 === 9) clock.advance(A_MINUTE)
  }
  return leaver
}

/** Prices fall: the upper two buys of each bot fill, and their sells rest. */
async function fillBuys(world: World, leavers: Leaver[], positions: number): Promise<void> {
  for (const { symbol, price, tickSize } of tradedIn(world, positions)) {
    world.exchange.setPrice(symbol, price.times('0.945').div(tickSize).round(0, 0).times(tickSize))
  }
  await until(world, () =>
    leavers.every(({ account }) => resting(world, account, 'sell') === 2 * positions),
  )
}

async function reachPlan(world: World, { user }: Leaver): Promise<void> {
  world.clock.advance(A_MINUTE)
  user.sends('/disconnect')
  const buttons = ['Continue', 'Pause and continue', 'Close all', 'Realize -', 'Disconnect now']
  for (const label of buttons) {
    // A long screen comes as several messages, the buttons under the last.
    await user.until(() => hasButton(user, label))
    if (label !== 'Disconnect now') user.taps(label)
  }
}

async function startBot(world: World, { user, account }: Leaver, i: number): Promise<void> {
  const market = tradedIn(world, SYMBOLS)[i % SYMBOLS]
  if (market === undefined) throw new RangeError('Cannot start a bot: no market')
  const { symbol, price, tickSize } = market
  const at = (factor: string) =>
    price.times(factor).div(tickSize).round(0, 0).times(tickSize).toFixed()
  await say(user, '/newbot', 'Which symbol')
  await say(user, symbol, 'Lowest price')
  await say(user, at(GRIDS.lower), 'Highest price')
  await say(user, at(GRIDS.upper), 'How much money')
  await say(user, GRIDS.money, 'how many grids')
  await say(user, GRIDS.count, 'is this right')
  const before = resting(world, account, 'buy')
  await tap(user, 'Start', `Grid ${symbol} is started`)
  await until(world, () => resting(world, account, 'buy') === before + Number(GRIDS.count))
}

async function leave({ exchange, clock }: World, { user, account }: Leaver): Promise<ExitTimes> {
  const before = exchange.requests().length
  const start = clock.now().getTime()
  user.taps('Disconnect now')
  await user.until('is disconnected')
  const receipt = clock.now().getTime() - start
  if (exchange.openOrders(account).length > 0) throw new Error('The exit left orders behind')

  const looks = exchange
    .requests()
    .slice(before)
    .filter(({ path }) => LOOKS.has(path))
  const last = looks.at(-1)?.at.getTime() ?? Number.NaN
  return { flat: last - start, receipt }
}

const LOOKS = new Set(['/api/v3/openOrders', '/api/v3/account'])

function tradedIn({ exchange }: World, most: number) {
  return exchange
    .symbols()
    .filter(({ quote }) => quote === 'USDT')
    .slice(0, Math.min(most, SYMBOLS))
}

function hasButton(user: TelegramUser, label: string): boolean {
  const newest = user.messages().findLast(({ keyboard }) => keyboard.length > 0)
  return newest?.keyboard.flat().some(({ text }) => text.startsWith(label)) ?? false
}

function resting({ exchange }: World, account: string, side: string): number {
  return exchange.openOrders(account).filter((order) => order.side === side).length
}

/** Lets time pass, so that bots tick, until something holds at the exchange. */
async function until(world: World, holds: () => boolean): Promise<void> {
  for (let look = 0; look < 60; look += 1) {
    if (
      await onExchange(world, holds, 1).then(
        () => true,
        () => false,
      )
    )
      return
    world.clock.advance(2)
  }
  throw new Error('It never came to hold at the exchange')
}
