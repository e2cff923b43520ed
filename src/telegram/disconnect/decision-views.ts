import { isWinner, type ExitPlan, type ExitPosition } from '../../sagas/exit-plan.ts'
import type { TradingBot } from '../../trading-bots/trading-bot.ts'
import { exact, money, price, signedMoney } from '../format.ts'
import { BLANK, button, lines, note, type Html, type View } from '../view.ts'
import type { Words } from '../words.ts'
import { notFreeLine } from './cause-words.ts'
import { baseOf, profitOf, quoteOf, sums } from './exit-words.ts'

/** What a plan is called on its screens. */
export interface PlanTitle {
  plan: ExitPlan
  /** The key's label or the bot's name. */
  name: string
}

/** The bots, before they are paused. */
export function pauseView(
  words: Words,
  { plan, name }: PlanTitle,
  bots: readonly TradingBot[],
): View {
  const { bots: w, plan: buttons, notNow } = words.disconnect
  const running = bots.filter(({ status }) => status === 'running').length
  const at = `x:${plan.id}:${plan.version}`
  return {
    kind: 'exit-bots',
    text: lines(
      w.title(titleOf(words, plan, name), bots.length),
      w.count(running, bots.length - running),
      w.what(plan.kind === 'disconnect' ? buttons.go : buttons.remove),
    ),
    keyboard: [[button(w.pause, `${at}:bots`, 'primary')], [button(notNow, `${at}:leave`)]],
  }
}

/** What becomes of the positions. */
export function positionsView(
  words: Words,
  { plan, name }: PlanTitle,
  positions: readonly ExitPosition[],
): View {
  const { positions: w, notNow } = words.disconnect
  const open = positions.filter(({ outcome }) => outcome === undefined)
  const winners = open.filter(isWinner)
  const at = `x:${plan.id}:${plan.version}`
  return {
    kind: 'exit-positions',
    text: lines(
      w.title(titleOf(words, plan, name)),
      w.how,
      BLANK,
      ...positions.map((one) => shownLine(words, one)),
    ),
    keyboard: [
      [button(w.all, `${at}:all`)],
      winners.length > 0 && winners.length < open.length
        ? [button(w.winners, `${at}:winners`)]
        : [],
      positions.length > 1 ? [button(w.choose, `${at}:choose`)] : [],
      [button(w.none, `${at}:none`)],
      lookAgainRow(words, plan, positions),
      [button(notNow, `${at}:leave`)],
    ].filter((row) => row.length > 0),
  }
}

/** The worded yes that a loss needs. */
export function lossView(
  words: Words,
  { plan, name }: PlanTitle,
  losers: readonly ExitPosition[],
  token: string,
): View {
  const { loss: w, notNow } = words.disconnect
  return {
    kind: 'exit-loss',
    text: lines(
      w.title(titleOf(words, plan, name)),
      w.real(losers.length),
      BLANK,
      ...losers.map((one) => shownLine(words, one)),
      BLANK,
      w.atWorst,
    ),
    keyboard: [
      [button(w.realize(profitOf(losers)), `t:${token}`, 'danger')],
      lookAgainRow(words, plan, losers),
      [button(w.back, `x:${plan.id}:${plan.version}:positions`)],
      [button(notNow, `x:${plan.id}:${plan.version}:leave`)],
    ].filter((row) => row.length > 0),
  }
}

/** What will be done, in words. */
export function planView(
  words: Words,
  { plan, name }: PlanTitle,
  facts: { orders: number; bots: number; positions: readonly ExitPosition[] },
  tokens: { go: string; goAndCheck: string },
): View {
  const { plan: w, notNow, lookAgain } = words.disconnect
  const selling = facts.positions.filter(({ decision }) => decision === 'close')
  const basesOf = (outcome: ExitPosition['outcome']) =>
    facts.positions
      .filter((one) => one.decision === 'keep' && one.outcome === outcome)
      .map((one) => baseOf(one.symbol))
  const [kept, dust, unlisted] = [basesOf(undefined), basesOf('dust'), basesOf('unlisted')]
  const isWhole = selling.every((one) => one.priceShown.gt(0) && one.notFree === undefined)
  const at = `x:${plan.id}:${plan.version}`
  const disconnects = plan.kind === 'disconnect'
  return {
    kind: 'exit-plan',
    text: lines(
      w.title(titleOf(words, plan, name)),
      BLANK,
      facts.orders > 0 ? w.cancels(facts.orders) : w.cancelsNothing,
      sellingLine(words, selling),
      ...selling.flatMap((one) => [
        w.floor(
          baseOf(one.symbol),
          unpricedWords(words, one),
          `${exact(one.floor)} ${quoteOf(one.symbol)}`,
        ),
        notFreeLine(words, one.notFree, one.symbol),
      ]),
      kept.length > 0 ? w.keeps(kept) : undefined,
      dust.length > 0 ? w.tooSmall(dust) : undefined,
      unlisted.length > 0 ? w.unlisted(unlisted) : undefined,
      facts.bots > 0 ? w.removes(facts.bots) : undefined,
      disconnects ? w.erases : undefined,
      BLANK,
      w.fromThenOn,
    ),
    keyboard: [
      ...(disconnects
        ? [
            [button(w.go, `t:${tokens.go}`, 'danger')],
            [button(w.goAndCheck, `t:${tokens.goAndCheck}`)],
          ]
        : [[button(w.remove, `t:${tokens.go}`, 'danger')]]),
      ...(isWhole ? [] : [[button(lookAgain, `${at}:positions`)]]),
      [button(notNow, `${at}:leave`)],
    ],
  }
}

/** Money is promised only for what has a price and is free. */
function sellingLine({ disconnect: { plan: w } }: Words, selling: readonly ExitPosition[]): Html {
  const priced = selling
    .filter(({ priceShown, notFree, amount }) => priceShown.gt(0) && !notFree?.gte(amount))
    .map(freePart)
  if (selling.length === 0) return w.sellsNothing
  if (priced.length === 0) return w.sellsOnceItCan(selling.length)
  return w.sells(selling.length, priced.length, proceeds(priced), profitOf(priced))
}

function unpricedWords(
  { disconnect: { plan: w } }: Words,
  { priceShown, cause }: ExitPosition,
): string {
  if (priceShown.gt(0)) return ''
  if (cause === 'paused') return w.whilePaused
  return cause === 'unpriced' ? w.priceUnknown : w.noBuyers
}

/** The plan runs; its progress comes in a message of its own. */
export function begunView(words: Words, { plan, name }: PlanTitle): View {
  return note('exit-begun', words.disconnect.begun(titleOf(words, plan, name)))
}

/** `Disconnect Binance` or `Remove Grid BTC/USDT`. */
export function titleOf({ disconnect }: Words, { kind }: ExitPlan, name: string): string {
  return disconnect.title(kind, name)
}

function proceeds(selling: readonly ExitPosition[]): string {
  return sums(
    selling.map(({ symbol, amount, averageCost, profitShown }) => ({
      amount: profitShown.plus(amount.times(averageCost)),
      coin: quoteOf(symbol),
    })),
    money,
  )
}

/** What of a position can be sold now, with its share of the profit. */
function freePart(one: ExitPosition): ExitPosition {
  if (one.notFree === undefined) return one
  const amount = one.amount.minus(one.notFree)
  return { ...one, amount, profitShown: one.profitShown.times(amount).div(one.amount) }
}

/** What the lines about coins that are not free say to tap. */
export function lookAgainRow(
  { disconnect }: Words,
  { id, version }: ExitPlan,
  shown: readonly ExitPosition[],
): View['keyboard'][number] {
  return shown.some(({ notFree }) => notFree !== undefined)
    ? [button(disconnect.lookAgain, `x:${id}:${version}:positions`)]
    : []
}

/** One position as it was shown. */
export function shownLine(words: Words, one: ExitPosition): Html {
  return words.disconnect.position(
    `${exact(one.amount)} ${baseOf(one.symbol)}`,
    price(one.averageCost),
    nowLine(words, one),
    notFreeLine(words, one.notFree, one.symbol),
  )
}

function nowLine({ disconnect: { now: w } }: Words, one: ExitPosition): Html {
  const { outcome, cause, priceShown, profitShown, symbol } = one
  const quote = quoteOf(symbol)
  if (outcome === 'unlisted') return w.unlisted
  if (outcome === 'dust') return w.tooSmall
  if (cause === 'paused') return w.paused
  if (cause === 'unpriced') return w.priceUnknown
  if (priceShown.eq(0)) return w.noBuyers
  return w.price(`${price(priceShown)} ${quote}`, signedMoney(profitShown, quote))
}
