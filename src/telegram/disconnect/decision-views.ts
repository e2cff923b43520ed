import { isLoser, type ExitPlan, type ExitPosition } from '../../sagas/exit-plan.ts'
import type { TradingBot } from '../../trading-bots/trading-bot.ts'
import { count, exact, money, price, signedMoney } from '../format.ts'
import { BLANK, button, html, lines, note, type Html, type View } from '../view.ts'
import { baseOf, profitOf, quoteOf, sums } from './exit-words.ts'

/** What a plan is called on its screens. */
export interface PlanTitle {
  plan: ExitPlan
  /** The key's label or the bot's name. */
  name: string
}

/** The bots, before they are paused. */
export function pauseView({ plan, name }: PlanTitle, bots: readonly TradingBot[]): View {
  const running = bots.filter(({ status }) => status === 'running').length
  const paused = bots.length - running
  const at = `x:${plan.id}:${plan.version}`
  return {
    kind: 'exit-bots',
    text: lines(
      html`<b>${titleOf(plan, name)}</b>: ${bots.length === 1 ? 'the bot' : 'the bots'}`,
      html`${running > 0 ? `${count(running, 'bot')} running` : ''}${running > 0 && paused > 0 ? ', ' : ''}${paused > 0 ? `${count(paused, 'bot')} paused already` : ''}.`,
      html`“Pause and continue” stops all buying and cancels our resting buys, so that nothing grows while you think. Nothing is sold. You can resume until you say “${plan.kind === 'disconnect' ? 'Disconnect now' : 'Remove the bot'}”.`,
    ),
    keyboard: [
      [button('Pause and continue', `${at}:bots`, 'primary')],
      [button('Not now', `${at}:leave`)],
    ],
  }
}

/** What becomes of the positions. */
export function positionsView({ plan, name }: PlanTitle, positions: readonly ExitPosition[]): View {
  const losers = positions.filter(isLoser)
  const at = `x:${plan.id}:${plan.version}`
  return {
    kind: 'exit-positions',
    text: lines(
      html`<b>${titleOf(plan, name)}</b>: the positions`,
      html`Each sells into its own quote, by limit orders that never go under the floor you agree to. What would bring a loss is asked again.`,
      BLANK,
      ...positions.map(shownLine),
    ),
    keyboard: [
      [button('Close all', `${at}:all`)],
      losers.length > 0 && losers.length < positions.length
        ? [button('Close winners only', `${at}:winners`)]
        : [],
      positions.length > 1 ? [button('Choose one by one', `${at}:choose`)] : [],
      [button('Keep all', `${at}:none`)],
      [button('Not now', `${at}:leave`)],
    ].filter((row) => row.length > 0),
  }
}

/** The worded yes that a loss needs. */
export function lossView(
  { plan, name }: PlanTitle,
  losers: readonly ExitPosition[],
  token: string,
): View {
  return {
    kind: 'exit-loss',
    text: lines(
      html`<b>${titleOf(plan, name)}</b>: a loss`,
      html`Selling ${losers.length === 1 ? 'this' : 'these'} makes a loss real that is only on paper now:`,
      BLANK,
      ...losers.map(shownLine),
      BLANK,
      html`It may come out up to 2 % under the price shown, never lower: what can’t be sold at that comes back as a question.`,
    ),
    keyboard: [
      [button(`Realize ${profitOf(losers)}`, `t:${token}`, 'danger')],
      [button('Back', `x:${plan.id}:${plan.version}:positions`)],
      [button('Not now', `x:${plan.id}:${plan.version}:leave`)],
    ],
  }
}

/** What will be done, in words. */
export function planView(
  { plan, name }: PlanTitle,
  facts: { orders: number; bots: number; positions: readonly ExitPosition[] },
  tokens: { go: string; goAndCheck: string },
): View {
  const selling = facts.positions.filter(({ decision }) => decision === 'close')
  const kept = facts.positions.filter(
    ({ decision, outcome }) => decision === 'keep' && outcome !== 'dust',
  )
  const dust = facts.positions.filter(({ outcome }) => outcome === 'dust')
  const disconnects = plan.kind === 'disconnect'
  return {
    kind: 'exit-plan',
    text: lines(
      html`<b>${titleOf(plan, name)}</b>: the plan`,
      BLANK,
      facts.orders > 0
        ? html`• cancels ${count(facts.orders, 'order')} of ours`
        : html`• cancels nothing: no order of ours is open`,
      selling.length > 0
        ? html`• sells ${count(selling.length, 'position')} for about ${proceeds(selling)} (realizing about ${profitOf(selling)})`
        : html`• sells nothing`,
      ...selling.map(
        (one) =>
          html`   ${baseOf(one.symbol)}: never under ${exact(one.floor)} ${quoteOf(one.symbol)}`,
      ),
      kept.length > 0
        ? html`• keeps ${kept.length}: ${kept.map((one) => baseOf(one.symbol)).join(', ')}`
        : undefined,
      dust.length > 0
        ? html`• too small to sell: ${dust.map((one) => baseOf(one.symbol)).join(', ')}`
        : undefined,
      facts.bots > 0
        ? html`• <b>removes ${count(facts.bots, 'bot')} (history stays)</b>`
        : undefined,
      disconnects ? html`• erases the key` : undefined,
      BLANK,
      html`From then on nothing is bought. You can stop it on the way: what has not been sent is not sent.`,
    ),
    keyboard: disconnects
      ? [
          [button('Disconnect now', `t:${tokens.go}`, 'danger')],
          [button('Disconnect, then check it is dead', `t:${tokens.goAndCheck}`)],
          [button('Not now', `x:${plan.id}:${plan.version}:leave`)],
        ]
      : [
          [button('Remove the bot', `t:${tokens.go}`, 'danger')],
          [button('Not now', `x:${plan.id}:${plan.version}:leave`)],
        ],
  }
}

/** The plan runs; its progress comes in a message of its own. */
export function begunView({ plan, name }: PlanTitle): View {
  return note('exit-begun', html`<b>${titleOf(plan, name)}</b>: begun. See below.`)
}

/** `Disconnect Binance` or `Remove Grid BTC/USDT`. */
export function titleOf({ kind }: ExitPlan, name: string): string {
  return `${kind === 'disconnect' ? 'Disconnect' : 'Remove'} ${name}`
}

function proceeds(selling: readonly ExitPosition[]): string {
  return sums(
    selling.map((one) => ({
      amount: one.profitShown.plus(one.amount.times(one.averageCost)),
      coin: quoteOf(one.symbol),
    })),
    money,
  )
}

/** One position as it was shown. */
export function shownLine(one: ExitPosition): Html {
  const quote = quoteOf(one.symbol)
  const brings =
    one.outcome === 'dust'
      ? html`too small to sell`
      : html`<b>${signedMoney(one.profitShown, quote)}</b>`
  const now = one.priceShown.eq(0)
    ? html`nobody buys it just now`
    : html`now about ${price(one.priceShown)} ${quote}: ${brings}`
  return html`• <b>${exact(one.amount)} ${baseOf(one.symbol)}</b>, cost ${price(one.averageCost)}, ${now}`
}
