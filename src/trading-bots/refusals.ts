import { Big } from 'big.js'
import type { Account } from '../exchange/exchange.ts'
import type { KeyCore } from '../keys/key-core.ts'
import type { Order } from '../trading/order.ts'
import { sum } from '../trading/sum.ts'
import { listBotsOfKey } from './bot-repo.ts'
import { positionsOf } from './positions.ts'
import { failBot, letWait } from './stand-still.ts'
import type { TickOfKey } from './tick-of-key.ts'
import type { PauseReason, Shortage, TradingBot } from './trading-bot.ts'

/** From so long a rest on, an exchange that keeps saying that funds are missing is believed. */
const BELIEVED_SECONDS = 240

/**
 * What becomes of a bot whose orders were just placed. What passes by itself rests a while; a shortage
 * that is real stops the bot. `unfit`: an order broke a rule of its pair, and would at each tick.
 */
export async function heedRefusals(
  core: KeyCore,
  tick: Pick<TickOfKey, 'key' | 'exchange' | 'holdOff'>,
  bot: TradingBot,
  placed: readonly Order[],
): Promise<'done' | 'unfit'> {
  const { holdOff } = tick
  const refused = (reason: string) =>
    placed.filter((order) => order.status === 'rejected' && order.reason === reason)

  for (const { slot } of placed.filter(wasTaken)) holdOff.end(bot.id, slot)
  const later = [...refused('not-now'), ...refused('market-closed'), ...placed.filter(endedAtOnce)]
  for (const { slot } of later) holdOff.begin(bot.id, slot)

  if (refused('order-rejected').length > 0) return 'unfit'
  const lacking = refused('insufficient-funds')
  if (lacking.length > 0) await heedShortage(core, tick, bot, lacking)
  else if (refused('market-closed').length > 0) await letWait(core, bot, 'symbol-halted')
  return 'done'
}

function wasTaken(order: Order): boolean {
  return (order.status === 'open' || order.status === 'filled') && !endedAtOnce(order)
}

/**
 * Taken and ended in one: it met another order of this account (self-trade prevention), or the engine
 * threw it out after it was acknowledged.
 */
function endedAtOnce({ status, timeInForce, reason }: Order): boolean {
  const thrownOut = status === 'rejected' && reason === undefined
  return timeInForce === 'GTC' && (status === 'cancelled' || thrownOut)
}

async function heedShortage(
  core: KeyCore,
  { key, exchange, holdOff }: Pick<TickOfKey, 'key' | 'exchange' | 'holdOff'>,
  bot: TradingBot,
  lacking: readonly Order[],
): Promise<void> {
  const account = await exchange.fetchAccount()
  const found = await findShortage(core, account, bot, lacking)
  if (found !== undefined) return failBot(core, bot, found.reason, found.shortage)
  // By the account there is enough: its answer may come from a cache, or the coins from a moment ago.
  const rests = lacking.map(({ slot }) => holdOff.begin(bot.id, slot))
  if (Math.max(...rests) < BELIEVED_SECONDS) return
  core.log.warn('funds-refused', { key: key.id, bot: bot.id })
  await failBot(core, bot, 'insufficient-funds')
}

/** What is missing on the account for these orders; undefined when nothing seems to be. */
async function findShortage(
  core: KeyCore,
  { balances }: Account,
  bot: TradingBot,
  lacking: readonly Order[],
): Promise<{ reason: PauseReason; shortage: Shortage } | undefined> {
  const [base = '', quote = ''] = bot.symbol.split('/')
  const sales = lacking.filter(({ side }) => side === 'sell')
  const buys = lacking.filter(({ side }) => side === 'buy')
  const freeOf = (coin: string) => balances.get(coin)?.free ?? new Big(0)

  if (sales.length > 0) {
    const held = await heldByBots(core, bot.keyId, base)
    const present = freeOf(base).plus(balances.get(base)?.used ?? 0)
    if (present.lt(held)) {
      return { reason: 'coins-missing', shortage: { coin: base, needed: held, present } }
    }
  }
  const needs = [
    { coin: base, needed: sum(sales.map(({ amount }) => amount)) },
    { coin: quote, needed: sum(buys.map(({ amount, price }) => amount.times(price))) },
  ]
  for (const { coin, needed } of needs) {
    const present = freeOf(coin)
    if (present.lt(needed)) {
      return { reason: 'insufficient-funds', shortage: { coin, needed, present } }
    }
  }
  return undefined
}

/** What all bots of a key hold of a coin together, by their fills. */
async function heldByBots({ db }: KeyCore, keyId: string, coin: string): Promise<Big> {
  const bots = (await listBotsOfKey(db, keyId)).filter(({ symbol }) =>
    symbol.startsWith(`${coin}/`),
  )
  return sum((await positionsOf(db, bots)).map(({ position }) => position.amount))
}
