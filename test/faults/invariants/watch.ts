import { Big } from 'big.js'
import type { Refusal } from '../../../src/exchange/ccxt/refusal.ts'
import {
  getMarket,
  roundDown,
  type Market,
} from '../../../src/playground/paper-exchange/markets.ts'
import type { Order } from '../../../src/playground/paper-exchange/order.ts'
import { changesSomething, type Request } from '../exchange/fate.ts'
import type { LineEars } from '../exchange/line.ts'
import type { Tally } from '../storm/tally.ts'
import type { World } from '../world/world.ts'
import { intentsOf, openWithKey, trueHolding, type Intent } from './books.ts'

interface ExitRow {
  bot_id: string
  symbol: string
  amount: string
  floor: string
  average_cost: string
  round: number
  decision: 'close' | 'keep' | null
  outcome: 'sold' | 'kept' | 'dust' | 'unlisted' | 'missing' | 'asked' | 'left' | null
}

/** How long a cache, and the waits because of it, may show what was. */
const MISSING_MS = 15_000

/** Looks on while a schedule runs, and notes what must not be at the moment it happens. */
export class Watch {
  readonly ears: LineEars
  world: World | undefined
  readonly apiKey: string
  readonly keyId: string
  readonly begun = new Map<string, number>()
  readonly done = new Map<string, number>()
  erasedAt: number | undefined
  readonly #tally: Tally
  readonly #pauses: { until: number; life: number }[] = []

  constructor(parts: { apiKey: string; keyId: string; tally: Tally }) {
    this.apiKey = parts.apiKey
    this.keyId = parts.keyId
    this.#tally = parts.tally
    this.ears = {
      onSent: (request) => this.#onSent(request),
      onArrived: (request) => this.#onArrived(request),
      onRefused: (_request, refusal) => this.#onRefused(refusal),
    }
  }

  /** What the triggers tell, once it is on disk. */
  readonly hear = (told: string): void => {
    this.world?.note(`database: ${told}`)
    const [what = '', ...rest] = told.split(' ')
    if (what === 'broken:') this.#broken(rest.join(' '))
    if (what === 'begun' && rest[0] !== 'dead-key') {
      const plan = rest[1] ?? ''
      if (this.begun.has(plan)) this.#broken('one plan was begun twice')
      this.begun.set(plan, this.#now)
    }
    if (what === 'done') this.#onDone(rest[0] ?? '')
    if (what === 'away') this.#onAway(rest[1] ?? '')
    if (what === 'erased' && rest[0] === this.keyId) this.erasedAt = this.#now
  }

  get #now(): number {
    return this.world?.time.ms ?? 0
  }

  #broken(what: string): void {
    this.world?.violations.push(what)
  }

  #onSent({ kind, apiKey }: Request): void {
    const { world } = this
    if (world === undefined) return
    world.note(`exchange < ${kind}`)
    for (const { until, life } of this.#pauses) {
      if (this.#now >= until) continue
      if (life === world.lives) this.#broken(`a request (${kind}) went out inside a Retry-After`)
      else this.#tally.count('sent inside a Retry-After of an earlier life')
    }
    if (apiKey !== this.apiKey) return
    if (this.erasedAt !== undefined) this.#broken(`the erased key was used (${kind})`)
    else if (this.done.size > 0 && kind !== 'rights' && kind !== 'account') {
      const [key] = world.database.rows<{ status: string }>(
        'select status from exchange_key where id = ?',
        this.keyId,
      )
      if (key?.status === 'sealed')
        this.#broken(`the sealed key was used for more than a probe (${kind})`)
    }
  }

  #onRefused({ answer }: Refusal): void {
    this.world?.note(`exchange refuses: ${answer.status} ${answer.body.slice(0, 80)}`)
    const floods =
      (answer.status === 429 || answer.status === 418) && !answer.body.includes('-1015')
    if (!floods || this.world === undefined) return
    const seconds = Number(answer.retryAfter ?? 60)
    this.#pauses.push({ until: this.#now + seconds * 1000, life: this.world.lives })
  }

  #onArrived(request: Request): void {
    const { world } = this
    if (world === undefined || !changesSomething(request)) return
    world.note(`exchange carries out ${request.kind} ${request.symbol} ${request.clientOrderId}`)
    const [intent] = world.database.rows<Intent>(
      'select * from trade_order where client_order_id = ?',
      request.clientOrderId ?? '',
    )
    if (intent === undefined) {
      this.#broken(`an order that is none of ours was touched (${request.kind})`)
      return
    }
    if (request.kind !== 'place') return
    if (intent.plan_id !== null) this.#onSale(world, intent)
  }

  /** A closing sale reaches the engine: it keeps to what was decided, by the exchange's own books. */
  #onSale(world: World, intent: Intent): void {
    const [decided] = world.database.rows<ExitRow>(
      'select * from exit_position where plan_id = ? and bot_id = ?',
      intent.plan_id,
      intent.bot_id,
    )
    if (decided === undefined) return this.#broken('something was sold that nobody decided on')
    if (new Big(intent.price).lt(decided.floor)) this.#broken('a sale went out under its floor')
    if (this.#isUnconfirmedLoss(world, intent, decided))
      this.#broken('a loss was realized without a yes')
    const [stop] = world.database.rows<{ created_at: string }>(
      `select a.created_at from saga_answer a join saga s on s.id = a.saga_id
       where s.subject_id = ? and a.name = 'stop'`,
      intent.plan_id,
    )
    if (stop !== undefined && (intent.sent_at ?? '') > stop.created_at) {
      this.#broken('something was sold after the trader had said Stop')
    }
    if (decided.decision !== 'close') this.#broken('a position was sold that is kept')
    const ids = new Set(
      intentsOf(world)
        .filter((one) => one.plan_id === intent.plan_id && one.bot_id === intent.bot_id)
        .map((one) => one.client_order_id),
    )
    const sold = world.floor.store
      .listTrades('alice')
      .filter(({ order }) => ids.has(order.clientOrderId))
      .reduce((sum, { amount }) => sum.plus(amount), new Big(0))
    if (sold.plus(intent.amount).gt(decided.amount)) {
      this.#broken(
        `more is sold than was decided: ${sold.toFixed()} + ${intent.amount} of ${decided.amount}`,
      )
    }
  }

  /** Under break-even only after a worded yes: to the plan's losses, or to a question. */
  #isUnconfirmedLoss(world: World, intent: Intent, { average_cost, round }: ExitRow): boolean {
    if (round > 0 || new Big(intent.price).times('0.999').gte(average_cost)) return false
    const [plan] = world.database.rows<{ data: string }>(
      'select data from exit_plan where id = ?',
      intent.plan_id,
    )
    const { lossConfirmed } = JSON.parse(plan?.data ?? '{}') as { lossConfirmed?: number }
    return lossConfirmed === undefined
  }

  /** A question says that a bot's coins are not free: so it is, by the exchange's own books. */
  #onAway(botId: string): void {
    const { world } = this
    // What the owner moved by hand a moment ago may still be seen as it was.
    if (world === undefined || this.#now - world.handMovedAt < MISSING_MS) return
    const mine = intentsOf(world).filter((one) => one.bot_id === botId)
    const symbol = mine[0]?.symbol
    if (symbol === undefined) return
    const market = getMarket(symbol)
    const held = trueHolding(world, 'alice', mine)
    const { free } = world.floor.ledger.get('alice', market.base)
    const least = free.lt(held) ? free : held
    if (isSellable(world, market, least)) {
      this.#broken(`${symbol} was called not free, though ${least.toFixed()} are`)
    }
  }

  /** A plan is done: the account is flat by the exchange's own books, or the trader knows why not. */
  #onDone(planId: string): void {
    const { world } = this
    if (world === undefined) return
    this.done.set(planId, this.#now)
    const [plan] = world.database.rows<{ data: string; kind: string; bot_id: string | null }>(
      'select data, kind, bot_id from exit_plan where id = ?',
      planId,
    )
    const facts = JSON.parse(plan?.data ?? '{}') as { byHand?: string; botIds?: string[] }
    this.#tally.count(`an exit ends: ${facts.byHand ?? plan?.kind}`)
    if (facts.byHand !== undefined) return
    const intents = intentsOf(world)
    const bots = new Set(facts.botIds)
    const ours = new Set(
      intents.filter((one) => bots.has(one.bot_id)).map((one) => one.client_order_id),
    )
    const rows = world.database.rows<ExitRow>(
      'select * from exit_position where plan_id = ?',
      planId,
    )
    for (const order of openWithKey(world, 'alice')) {
      if (plan?.kind !== 'disconnect' && !ours.has(order.clientOrderId)) continue
      if (isLeftToTrader(world, rows, order)) continue
      this.#broken(`an exit ended while order ${order.id} of ours was open`)
    }
    for (const botId of bots)
      this.#checkFlat(
        world,
        botId,
        rows.find((row) => row.bot_id === botId),
        intents,
      )
  }

  #checkFlat(
    world: World,
    botId: string,
    row: ExitRow | undefined,
    intents: readonly Intent[],
  ): void {
    const mine = intents.filter((one) => one.bot_id === botId)
    const symbol = mine[0]?.symbol
    if (symbol === undefined) return
    const market = getMarket(symbol)
    const held = trueHolding(world, 'alice', mine)
    const outcome = row?.outcome ?? 'none'
    this.#tally.count(`a position ends: ${outcome}`)
    const isKept = outcome === 'kept' || outcome === 'unlisted' || outcome === 'left'
    if (isKept && row?.decision === 'keep') return
    if (!isSellable(world, market, held)) return
    this.#broken(`an exit ended as ${outcome} while ${held.toFixed()} ${symbol} were held`)
  }
}

/** Whether the trader said yes to looking after it, and was given the line to do so. */
function isLeftToTrader(world: World, rows: readonly ExitRow[], order: Order): boolean {
  const { symbol } = order.market
  const isLeft = rows.some((row) => row.symbol === symbol && row.outcome === 'left')
  const lines = world.database.rows<{ symbol: string; price: string | null }>(
    "select symbol, price from hand_work where kind = 'cancel'",
  )
  return isLeft && lines.some((line) => line.symbol === symbol && order.price?.eq(line.price ?? 0))
}

/** Whether the exchange, by its rules of this moment, would take an order over it, with some room for a price that moves. */
function isSellable({ floor }: World, market: Market, amount: Big): boolean {
  const { stepSize, minAmount, minCost } = floor.listings.rulesOf(market)
  const whole = roundDown(amount, stepSize)
  const price = floor.midOf(market).times('0.8')
  return whole.gt(0) && whole.gte(minAmount) && whole.times(price).gte(minCost)
}
