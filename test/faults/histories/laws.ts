import { Big } from 'big.js'
import type { Db } from '../../../src/db/schema.ts'
import { getMarket } from '../../../src/playground/paper-exchange/markets.ts'
import type { Trade } from '../../../src/playground/paper-exchange/order.ts'
import { listAllBotsOfKey } from '../../../src/trading-bots/bot-repo.ts'
import { planBot } from '../../../src/trading-bots/plan-bot.ts'
import { positionsOf } from '../../../src/trading-bots/positions.ts'
import { listFills } from '../../../src/trading/fill-repo.ts'
import { listUnsettled } from '../../../src/trading/order-repo.ts'
import { baseOf, feesTextOf, intentsOf, openWithKey, type Intent } from '../invariants/books.ts'
import type { World } from '../world/world.ts'
import { marketOf } from './ground.ts'

interface BotRow {
  id: string
  symbol: string
  parameters: string
  status: string
  reason: string | null
}

/** What must hold at every moment, by the exchange's own books. */
export function alwaysBroken(world: World): string[] {
  const intents = Map.groupBy(intentsOf(world), (one) => one.bot_id)
  const trades = world.floor.store.listTrades('alice')
  const open = openWithKey(world, 'alice')
  return botsOf(world).flatMap((bot) => {
    const ids = new Set((intents.get(bot.id) ?? []).map((one) => one.client_order_id))
    const mine = trades.filter(({ order }) => ids.has(order.clientOrderId))
    const resting = open.filter(({ clientOrderId }) => ids.has(clientOrderId))
    const held = sumOf(mine.map(baseOf))
    const selling = sumOf(
      resting
        .filter(({ side }) => side === 'sell')
        .map(({ amount, filled }) => amount.minus(filled)),
    )
    const out = sumOf(mine.map(quoteOut))
    const buying = sumOf(
      resting
        .filter(({ side }) => side === 'buy')
        .map(({ amount, filled, price }) => amount.minus(filled).times(price ?? 0)),
    )
    const { money = '0' } = JSON.parse(bot.parameters) as Record<string, string>
    return [
      held.lt(selling) ? [`${bot.id} sells ${selling.toFixed()} and holds ${held.toFixed()}`] : [],
      out.plus(buying).gt(money)
        ? [`${bot.id} uses ${out.plus(buying).toFixed()} of ${money} given`]
        : [],
    ].flat()
  })
}

/** What must hold once all is calm: our books are the exchange's, and what rests is wanted. */
export async function finallyBroken(world: World, db: Db, keyId: string): Promise<string[]> {
  const intents = intentsOf(world)
  return [
    ...doubledOrders(world, intents),
    ...wrongFills(world, intents),
    ...wrongRests(world, intents),
    ...(await wrongPositions(world, db, keyId, intents)),
    ...(await unwanted(world, db, keyId)),
    ...stumbles(world),
  ]
}

/** Each order at the exchange belongs to one intent, which is what it is. */
function doubledOrders({ floor }: World, intents: readonly Intent[]): string[] {
  const byId = Map.groupBy(intents, (one) => one.client_order_id)
  const ours = floor.store.list('alice').filter(({ placedWith }) => placedWith !== 'by hand')
  const seen = new Set<string>()
  return ours.flatMap(({ id, clientOrderId, market, side, amount, price }) => {
    const [intent, ...more] = byId.get(clientOrderId) ?? []
    if (seen.has(clientOrderId)) return [`intent ${clientOrderId} became two orders`]
    seen.add(clientOrderId)
    if (intent === undefined || more.length > 0) return [`order ${id} has not one intent`]
    const fits =
      intent.symbol === market.symbol &&
      intent.side === side &&
      amount.eq(intent.amount) &&
      price?.eq(intent.price) === true &&
      !['void', 'rejected', 'sent'].includes(intent.status)
    return fits ? [] : [`order ${id} is not what its intent says (${intent.status})`]
  })
}

/** Fills on record are the exchange's trades of our orders, to the last digit. */
function wrongFills({ floor, database }: World, intents: readonly Intent[]): string[] {
  const clientIds = new Map(intents.map((one) => [one.id, one.client_order_id]))
  const ours = new Set(clientIds.values())
  const recorded = database
    .rows<Record<string, string>>('select * from fill')
    .map(({ order_id: id = '', trade_id: trade, side, amount, cost, fees }) =>
      [clientIds.get(id), trade, side, amount, cost, fees].join(' '),
    )
  const made = floor.store
    .listTrades('alice')
    .filter(({ order }) => ours.has(order.clientOrderId) && order.placedWith !== 'by hand')
    .map((trade) =>
      [
        trade.order.clientOrderId,
        trade.id,
        trade.order.side,
        trade.amount.toFixed(),
        trade.cost.toFixed(),
        feesTextOf(trade),
      ].join(' '),
    )
  const [inBooks, atExchange] = [new Set(recorded), new Set(made)]
  return [
    ...(recorded.length > inBooks.size ? ['a fill is on record twice'] : []),
    ...[...atExchange.difference(inBooks)].map((trade) => `trade ${trade} is not on record`),
    ...[...inBooks.difference(atExchange)].map((fill) => `fill ${fill} was never made`),
  ]
}

/** What is open on record is open at the exchange, and the other way round. */
function wrongRests(world: World, intents: readonly Intent[]): string[] {
  const live = intents.filter(({ status }) => status === 'open' || status === 'sent')
  const onRecord = new Set(live.map((one) => `${one.client_order_id} ${one.status}`))
  const atExchange = new Set(
    openWithKey(world, 'alice').map(({ clientOrderId }) => `${clientOrderId} open`),
  )
  const loose = intents.filter(({ status, settled }) => status !== 'open' && settled === 0)
  return [
    ...[...atExchange.difference(onRecord)].map((one) => `order ${one} is an orphan`),
    ...[...onRecord.difference(atExchange)].map((one) => `order ${one} does not rest`),
    ...loose.map((one) => `order ${one.client_order_id} is ${one.status} and never settled`),
  ]
}

/** Quote that the fees of a bot in a third coin were worth, as it was recorded with the fills. */
function feesInThirdCoins({ database }: World, botId: string): Big {
  const rows = database.rows<{ fee_value: string }>(
    'select fee_value from fill where bot_id = ? and fee_value is not null',
    botId,
  )
  return sumOf(rows.map((row) => new Big(row.fee_value)))
}

async function wrongPositions(
  world: World,
  db: Db,
  keyId: string,
  intents: readonly Intent[],
): Promise<string[]> {
  const byBot = Map.groupBy(intents, (one) => one.bot_id)
  const books = await positionsOf(db, await listAllBotsOfKey(db, keyId))
  return books.flatMap(({ bot, position }) => {
    const ids = new Set((byBot.get(bot.id) ?? []).map((one) => one.client_order_id))
    const trades = world.floor.store.listTrades('alice')
    const mine = trades.filter(({ order }) => ids.has(order.clientOrderId))
    const held = sumOf(mine.map(baseOf))
    const out = sumOf(mine.map(quoteOut)).plus(feesInThirdCoins(world, bot.id))
    const unvalued = [...position.unvaluedFees.keys()]
    return [
      position.amount.eq(held) ? [] : [`${bot.id} holds ${held.toFixed()}, its books differ`],
      position.cost.minus(position.realized).eq(out)
        ? []
        : [`${bot.id} is ${out.toFixed()} out of pocket, its books differ`],
      unvalued.map((coin) => `${bot.id} paid fees in ${coin} whose worth is not known`),
    ].flat()
  })
}

/** Nothing that rests is unwanted by its bot, and nothing is missing that it could place. */
async function unwanted(world: World, db: Db, keyId: string): Promise<string[]> {
  const broken: string[] = []
  for (const bot of await listAllBotsOfKey(db, keyId)) {
    const unsettled = await listUnsettled(db, { keyId, botId: bot.id })
    const fills = await listFills(db, [bot.id])
    const price = world.floor.midOf(getMarket(bot.symbol))
    const look = {
      markets: new Map([[bot.symbol, marketOf(bot.symbol)]]),
      prices: new Map([[bot.symbol, price]]),
      missing: new Map(),
    }
    const fee = { takerFeeRate: new Big('0.001') }
    const plan = planBot({ bot, unsettled, fills }, fee, look, world.time.now())
    const cancel = 'cancel' in plan ? plan.cancel : []
    broken.push(...cancel.map((order) => `${bot.id} does not want ${order.clientOrderId} any more`))
    const place = plan.kind === 'trade' && bot.reason === undefined ? plan.place : []
    broken.push(...place.map((wished) => `${bot.id} has nothing at ${wished.slot}`))
    if (bot.reason === 'own-fault' || bot.reason === 'order-rejected')
      broken.push(`${bot.id} failed: ${bot.reason}`)
  }
  return broken
}

function stumbles({ log }: World): string[] {
  return log
    .filter((line) =>
      /"(TypeError|RangeError|ReferenceError|SyntaxError|VaultError)"|bot-fails/.test(line),
    )
    .map((line) => `the program stumbled: ${line}`)
}

/** Quote that went out by a trade; below zero when it came in. */
function quoteOut({ order, cost, fee, feeAsset }: Trade): Big {
  const inQuote = feeAsset === order.market.quote ? fee : new Big(0)
  return order.side === 'buy' ? cost.plus(inQuote) : inQuote.minus(cost)
}

function botsOf({ database }: World): BotRow[] {
  return database.rows<BotRow>('select id, symbol, parameters, status, reason from trading_bot')
}

function sumOf(values: readonly Big[]): Big {
  return values.reduce((total, value) => total.plus(value), new Big(0))
}
