import type { TelegramUser } from '../../src/playground/bot-api/user.ts'
import { chooseStrategy, linkKey, onExchange, say, tap } from './journey.ts'
import { LABELS } from './labels.ts'
import type { World } from './world.ts'

const GRID = { lower: '0.9', upper: '1.02', money: '100', count: '4' }
/** Bots are spread over so many symbols. */
const SYMBOLS = 10
/** Rate limits look back a minute: what one preparation spends is not the next one's. */
const A_MINUTE = 61

/** A trader about to leave: each bot holds a position, with two sells of it resting. */
export interface Leaver {
  user: TelegramUser
  account: string
  apiKey: string
  positions: number
}

/** Traders with so many bots each, all at the plan with everything to be closed at a loss. */
export async function prepareLeavers(
  world: World,
  positions: readonly number[],
  names = 'leaver',
): Promise<Leaver[]> {
  const leavers: Leaver[] = []
  for (const [i, count] of positions.entries()) {
    leavers.push(await settleIn(world, `${names}-${i}`, 7_000 + i, count))
  }
  await fillBuys(world, leavers)
  for (const { user } of leavers) {
    world.clock.advance(A_MINUTE)
    await reachPlan(user)
  }
  return leavers
}

async function settleIn(
  world: World,
  account: string,
  id: number,
  positions: number,
): Promise<Leaver> {
  const user = world.telegram.user({ id, firstName: account })
  world.exchange.deposit('USDT', '100000', account)
  world.clock.advance(A_MINUTE)
  const { apiKey } = await linkKey({ ...world, alice: user }, { account })
  const leaver = { user, account, apiKey, positions }
  for (let i = 0; i < positions; i += 1) {
    if (i % 10 === 9) world.clock.advance(A_MINUTE)
    await startBot(world, leaver, i)
  }
  return leaver
}

async function startBot(world: World, { user, account }: Leaver, i: number): Promise<void> {
  const market = tradedIn(world)[i % SYMBOLS]
  if (market === undefined) throw new RangeError('Cannot start a bot: no market')
  const { symbol, price, tickSize } = market
  const at = (factor: string) =>
    price.times(factor).div(tickSize).round(0, 0).times(tickSize).toFixed()
  await chooseStrategy(user)
  await say(user, symbol, 'new-bot-question')
  await say(user, at(GRID.lower), 'new-bot-question')
  await say(user, at(GRID.upper), 'new-bot-question')
  await say(user, GRID.money, 'new-bot-question')
  await say(user, GRID.count, 'new-bot-preview')
  const before = resting(world, account, 'buy')
  await tap(user, LABELS.start, 'new-bot-started')
  await until(world, () => resting(world, account, 'buy') === before + Number(GRID.count))
}

/** Prices fall: the upper two buys of each bot fill, and their sells rest. */
async function fillBuys(world: World, leavers: readonly Leaver[]): Promise<void> {
  for (const { symbol, price, tickSize } of tradedIn(world)) {
    world.exchange.setPrice(symbol, price.times('0.945').div(tickSize).round(0, 0).times(tickSize))
  }
  await until(world, () =>
    leavers.every(({ account, positions }) => resting(world, account, 'sell') === 2 * positions),
  )
}

async function reachPlan(user: TelegramUser): Promise<void> {
  user.sends('/disconnect')
  for (const label of [LABELS.goOn, LABELS.pauseBots, LABELS.closeAll, LABELS.realize]) {
    // A long screen comes as several messages, the buttons under the last.
    await user.until(() => hasButton(user, label))
    user.taps(label)
  }
  await user.until(() => hasButton(user, LABELS.disconnect))
}

function hasButton(user: TelegramUser, label: string): boolean {
  const newest = user.messages().findLast(({ keyboard }) => keyboard.length > 0)
  return newest?.keyboard.flat().some(({ text }) => text.startsWith(label)) ?? false
}

function tradedIn({ exchange }: World) {
  return exchange
    .symbols()
    .filter(({ quote }) => quote === 'USDT')
    .slice(0, SYMBOLS)
}

function resting({ exchange }: World, account: string, side: string): number {
  return exchange.openOrders(account).filter((order) => order.side === side).length
}

/** Lets time pass, so that bots tick, until something holds at the exchange. */
async function until(world: World, holds: () => boolean): Promise<void> {
  for (let look = 0; look < 200; look += 1) {
    const held = onExchange(world, holds, 1)
    if (await held.then(yes, no)) return
    world.clock.advance(2)
  }
  throw new Error('It never came to hold at the exchange')
}

const yes = () => true
const no = () => false
