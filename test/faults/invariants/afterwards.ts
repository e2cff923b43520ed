import { Big } from 'big.js'
import type { Storm } from '../storm/storm.ts'
import type { Trader } from '../trader/trader.ts'
import { ALICE, type Snapshot } from '../world/scenario.ts'
import type { World } from '../world/world.ts'
import { isRenamed, renamed } from '../confined/troubles.ts'
import { baseOf, feesTextOf, intentsOf, openWithKey, trueHolding, type Intent } from './books.ts'
import type { Watch } from './watch.ts'

/** All that can be known once a schedule is over. */
export interface Aftermath {
  world: World
  snapshot: Snapshot
  watch: Watch
  storm: Storm
  trader: Trader
  intents: Intent[]
  databaseFaults: boolean
}

/** A law: gives what breaks it. */
type Law = (after: Aftermath) => string[]

/** I2: each accepted order belongs to exactly one intent, which knows of it. */
const everyOrderHasItsIntent: Law = ({ world, intents }) => {
  const byId = Map.groupBy(intents, (one) => one.client_order_id)
  const seen = new Set<string>()
  return ['alice', 'bob'].flatMap((account) =>
    world.floor.store.list(account).flatMap((order) => {
      if (order.placedWith === 'by hand') return []
      const of = byId.get(order.clientOrderId) ?? []
      const [intent] = of
      const twice = seen.has(order.clientOrderId)
      seen.add(order.clientOrderId)
      if (intent === undefined || of.length > 1)
        return [`order ${order.id} has ${of.length} intents`]
      if (twice) return [`intent ${order.clientOrderId} became two orders`]
      const fits =
        intent.symbol === order.market.symbol &&
        intent.side === order.side &&
        order.amount.eq(intent.amount) &&
        order.price?.eq(intent.price) === true
      if (!fits) return [`order ${order.id} is not what its intent says`]
      if (['void', 'rejected'].includes(intent.status)) {
        return [`order ${order.id} was accepted, its intent is ${intent.status}`]
      }
      return []
    }),
  )
}

/** I4: a bot never sells what its own fills did not bring. */
const nothingForeignIsSold: Law = ({ world, intents }) =>
  [...Map.groupBy(intents, (one) => one.bot_id)].flatMap(([, mine]) => {
    const account = mine[0]?.user_id === String(ALICE) ? 'alice' : 'bob'
    const held = trueHolding(world, account, mine)
    return held.lt(0)
      ? [`${held.abs().toFixed()} ${mine[0]?.symbol} were sold that are not ours`]
      : []
  })

/** I5: nothing is bought after the red button. */
const nothingIsBoughtAfterwards: Law = ({ world, watch, intents }) =>
  [...watch.begun].flatMap(([planId, at]) => {
    const [plan] = world.database.rows<{ data: string }>(
      'select data from exit_plan where id = ?',
      planId,
    )
    const { botIds = [] } = JSON.parse(plan?.data ?? '{}') as { botIds?: string[] }
    const bots = new Set(botIds)
    return intents
      .filter((one) => bots.has(one.bot_id) && one.side === 'buy' && one.sent_at !== null)
      .filter((one) => new Date(one.sent_at ?? 0).getTime() > at)
      .map((one) => `${one.symbol} was bought after the exit had begun`)
  })

/** I6: what is left for the trader's own hands is listed. */
const handWorkIsComplete: Law = ({ world, watch, intents }) =>
  [...watch.done.keys()].flatMap((planId) => {
    const [plan] = world.database.rows<{ data: string; key_id: string }>(
      'select * from exit_plan where id = ?',
      planId,
    )
    const facts = JSON.parse(plan?.data ?? '{}') as { byHand?: string; unknownSales?: string[] }
    if (facts.byHand === undefined) return []
    const work = world.database.rows<{ kind: string; symbol: string; price: string | null }>(
      'select kind, symbol, price from hand_work where key_id = ?',
      plan?.key_id,
    )
    const missing = openWithKey(world, 'alice')
      .filter(
        (order) =>
          !work.some(
            (line) =>
              line.kind === 'cancel' &&
              line.symbol === order.market.symbol &&
              order.price?.eq(line.price ?? 0) === true,
          ),
      )
      .map((order) => `order ${order.id} stays open and no hand-work line names it`)
    const unnamed = [
      ...Map.groupBy(
        intents.filter((one) => one.key_id === plan?.key_id),
        (one) => one.bot_id,
      ),
    ]
      .filter(([, mine]) => {
        const symbol = mine[0]?.symbol ?? ''
        const held = trueHolding(world, 'alice', mine)
        const named =
          work.some((line) => line.symbol === symbol) ||
          facts.unknownSales?.includes(symbol) === true
        return held.times(world.floor.midOf(marketOf(world, symbol))).gt(20) && !named
      })
      .map(([, mine]) => `${mine[0]?.symbol} stays held and no hand-work line names it`)
    return [...missing, ...unnamed]
  })

function marketOf(world: World, symbol: string) {
  const order = world.floor.store.list('alice').find((one) => one.market.symbol === symbol)
  if (order === undefined) throw new RangeError(`Cannot value ${symbol}: never traded`)
  return order.market
}

/** I8: of a secret nothing is left after the erase, and it is never in the clear. */
const secretsAreGone: Law = ({ world, watch, snapshot }) => {
  const bytes = world.database.bytes()
  const texts = world.log.join('\n')
  const key = snapshot.keys[0]
  const pieces = (text: string) => [text.slice(0, 16), text.slice(-16)]
  const clear = [...pieces(key?.secret ?? ''), key?.apiKey.slice(0, 16) ?? '']
  const found = clear.filter((piece) => bytes.includes(piece) || texts.includes(piece))
  const sealed = watch.erasedAt === undefined ? [] : snapshot.sealed.flatMap(pieces)
  return [
    ...found.map(() => 'a secret stands in the clear'),
    ...sealed
      .filter((piece) => bytes.includes(piece))
      .map(() => 'an erased ciphertext is still in the file'),
  ]
}

/** I9: how it ended is told, once unless an answer was lost. */
const theEndIsTold: Law = ({ world, watch, storm, databaseFaults }) => {
  const told = world.telegram.calls
    .list()
    .filter(
      ({ method, ok, payload }) =>
        method === 'sendMessage' && ok === true && payload['chat_id'] === ALICE,
    )
    .map(({ payload }) => String(payload['text']))
  return [...watch.begun.keys()].flatMap((planId) => {
    const [plan] = world.database.rows<{ status: string }>(
      'select status from exit_plan where id = ?',
      planId,
    )
    const words =
      plan?.status === 'done'
        ? /🧾/
        : plan?.status === 'stopped'
          ? /⏹ <b>Stopped|refuses the key/
          : undefined
    if (words === undefined) return []
    const times = told.filter((text) => words.test(text)).length
    if (plan?.status === 'stopped' && times > 0) return []
    if (times === 0)
      return world.wasBlocked ? [] : [`the end of a plan (${plan?.status}) was never told`]
    const lost = storm.lostAnswers.filter(({ text }) => words.test(text)).length
    const plans = watch.done.size + watch.begun.size
    const excused = lost + (databaseFaults ? 3 : 0) + storm.deaths
    return times > plans + excused ? [`the end was told ${times} times`] : []
  })
}

/** Nothing that the trader said or tapped is lost on its way. */
const everyUpdateArrives: Law = ({ world, trader }) => {
  // What still waits at Telegram is not lost.
  if (world.telegram.updates.size > 0) return []
  const arrived = new Set(
    world.database
      .rows<{ update_id: number }>('select update_id from inbox')
      .map((row) => row.update_id),
  )
  return trader.updates
    .filter(({ at }) => at < world.time.ms - 5_000)
    .filter(({ updateId }) => !arrived.has(updateId))
    .map(({ updateId }) => `update ${updateId} never arrived`)
}

/** I12: what came twice counts once. */
const doublesCountOnce: Law = ({ world }) =>
  world.database
    .rows<{ name: string; times: number }>(
      'select name, count(*) as times from saga_answer group by saga_id, name having count(*) > 1',
    )
    .filter(({ name }) => name.startsWith('exit-question') || name === 'stop')
    .map(({ name }) => `an answer counts twice (${name})`)

/** I14: money is conserved to the last digit, and our books agree with the exchange's. */
const moneyIsConserved: Law = ({ world, snapshot, watch, intents }) => {
  const { ledger, store } = world.floor
  const expected = new Map<string, Big>()
  const add = (asset: string, amount: Big) =>
    expected.set(asset, amount.plus(expected.get(asset) ?? 0))
  for (const { asset, free, locked } of snapshot.balances.get('alice') ?? [])
    add(asset, free.plus(locked))
  for (const { asset, amount } of world.moved) add(asset, amount)
  const old = new Set(snapshot.trades.map(({ id }) => id))
  for (const trade of store.listTrades('alice')) {
    if (old.has(trade.id)) continue
    const { order, cost, fee, feeAsset } = trade
    add(order.market.base, baseOf(trade))
    const inQuote = feeAsset === order.market.quote ? fee : new Big(0)
    add(order.market.quote, order.side === 'buy' ? cost.plus(inQuote).neg() : cost.minus(inQuote))
    const { base, quote } = order.market
    if (feeAsset !== base && feeAsset !== quote) add(feeAsset, fee.neg())
  }
  const wrong = ledger
    .list('alice')
    .filter(({ asset }) => !isRenamed(asset))
    .filter(
      ({ asset }) =>
        !ledger
          .allOf('alice', asset)
          .plus(ledger.allOf('alice', renamed(asset)))
          .eq(expected.get(asset) ?? 0),
    )
    .map(({ asset }) => `${asset} is not conserved`)
  return [...wrong, ...bookFaults(world, watch, intents)]
}

/** The fills of what a plan ended are on record, each once and exactly. */
function bookFaults(world: World, watch: Watch, intents: readonly Intent[]): string[] {
  const plans = [...watch.done.keys()].filter((id) => {
    const [plan] = world.database.rows<{ data: string }>(
      'select data from exit_plan where id = ?',
      id,
    )
    return (JSON.parse(plan?.data ?? '{}') as { byHand?: string }).byHand === undefined
  })
  if (plans.length === 0) return []
  const [facts] = plans.flatMap((id) =>
    world.database.rows<{ data: string }>('select data from exit_plan where id = ?', id),
  )
  const { botIds = [], unseenEnds = [] } = JSON.parse(facts?.data ?? '{}') as {
    botIds?: string[]
    unseenEnds?: string[]
  }
  // Of these the exchange did not say everything, and the trader was told so.
  const left = new Set(
    world.database
      .rows<{ bot_id: string }>(
        "select bot_id from exit_position where outcome in ('left', 'unlisted')",
      )
      .map((row) => row.bot_id),
  )
  const ours = new Map(
    intents
      .filter((one) => botIds.includes(one.bot_id) && !left.has(one.bot_id))
      .filter((one) => !(one.reason?.startsWith('delisted') && unseenEnds.includes(one.symbol)))
      .map((one) => [one.client_order_id, one]),
  )
  const fills = world.database.rows<{
    order_id: string
    trade_id: string
    amount: string
    cost: string
    fees: string
  }>('select order_id, trade_id, amount, cost, fees from fill')
  const known = new Map(fills.map((fill) => [`${fill.order_id} ${fill.trade_id}`, fill]))
  return world.floor.store.listTrades('alice').flatMap((trade) => {
    const intent = ours.get(trade.order.clientOrderId)
    if (intent === undefined || trade.order.placedWith === 'by hand') return []
    const fill = known.get(`${intent.id} ${trade.id}`)
    const fits =
      fill !== undefined &&
      trade.amount.eq(fill.amount) &&
      trade.cost.eq(fill.cost) &&
      feesTextOf(trade) === fill.fees
    return fits ? [] : [`trade ${trade.id} of ${intent.symbol} is not on record as it was`]
  })
}

/** Nobody but us ends our orders here: none may be called cancelled by others, or forgotten unless it is denied. */
const nobodyElseIsBlamed: Law = ({ world }) =>
  world.database
    .rows<{ reason: string; symbol: string; client_order_id: string }>(
      "select reason, symbol, client_order_id from trade_order where reason in ('elsewhere', 'vanished')",
    )
    .filter((row) => row.reason !== 'vanished' || !world.denied.has(row.client_order_id))
    .map(({ reason, symbol }) => `an order of ${symbol} is called ${reason}`)

/** I16: nobody else's things are touched. */
const othersAreLeftAlone: Law = ({ world, snapshot }) => {
  if (!snapshot.scenario.bob) return []
  const rows = world.database.rows<{ what: string }>(
    `select 'a key' as what from exchange_key where user_id = '43' and (status <> 'linked' or wrapped_data_key is null)
     union all select 'a bot' from trading_bot where user_id = '43' and status not in ('running', 'failed')
     union all select 'a plan' from exit_plan where user_id = '43' and status <> 'left' and status <> 'draft'
     union all select 'a saga' from saga where user_id = '43'`,
  )
  return rows.map(({ what }) => `${what} of somebody else was touched`)
}

/** The program itself did not stumble. */
const nothingStumbled: Law = ({ world }) =>
  world.log
    .filter((line) =>
      /"(TypeError|RangeError|ReferenceError|SyntaxError|VaultError)"|Bot not initialized/.test(
        line,
      ),
    )
    .map((line) => `the program stumbled: ${line}`)

/** Every law that holds at the end of a schedule, by its number. */
const LAWS: Readonly<Record<string, Law>> = {
  'I2 every order has its intent': everyOrderHasItsIntent,
  'I4 nothing foreign is sold': nothingForeignIsSold,
  'I5 nothing is bought afterwards': nothingIsBoughtAfterwards,
  'I6 hand work is complete': handWorkIsComplete,
  'I8 secrets are gone': secretsAreGone,
  'I9 the end is told': theEndIsTold,
  'every update arrives': everyUpdateArrives,
  'I12 doubles count once': doublesCountOnce,
  'I14 money is conserved': moneyIsConserved,
  'nobody else is blamed': nobodyElseIsBlamed,
  'I16 others are left alone': othersAreLeftAlone,
  'the program does not stumble': nothingStumbled,
}

/** All that breaks a law. */
export function judge(after: Omit<Aftermath, 'intents'>): string[] {
  const full = { ...after, intents: intentsOf(after.world) }
  return Object.entries(LAWS).flatMap(([name, law]) => law(full).map((what) => `${name}: ${what}`))
}
