import { isLoser, type ExitPlan, type ExitPosition } from '../../sagas/exit-plan.ts'
import type { TradingBot } from '../../trading-bots/trading-bot.ts'
import { count, exact, money, price, signedMoney } from '../format.ts'
import { BLANK, button, html, lines, note, type Html, type View } from '../view.ts'
import { notFreeLine } from './cause-words.ts'
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
  const of = (outcome: ExitPosition['outcome']) =>
    facts.positions.filter((one) => one.decision === 'keep' && one.outcome === outcome)
  const [kept, dust, unlisted] = [of(undefined), of('dust'), of('unlisted')]
  const priced = selling.filter(
    ({ priceShown, notFree, amount }) => priceShown.gt(0) && !notFree?.gte(amount),
  )
  const isWhole = selling.every((one) => one.priceShown.gt(0) && one.notFree === undefined)
  const at = `x:${plan.id}:${plan.version}`
  const disconnects = plan.kind === 'disconnect'
  return {
    kind: 'exit-plan',
    text: lines(
      html`<b>${titleOf(plan, name)}</b>: the plan`,
      BLANK,
      facts.orders > 0
        ? html`• cancels ${count(facts.orders, 'order')} of ours`
        : html`• cancels nothing: no order of ours is open`,
      sellingLine(selling, priced),
      ...selling.flatMap((one) => [
        html`   ${baseOf(one.symbol)}: ${unpricedWords(one)}never under ${exact(one.floor)} ${quoteOf(one.symbol)}`,
        notFreeLine(one.notFree, one.symbol),
      ]),
      kept.length > 0
        ? html`• keeps ${kept.length}: ${kept.map((one) => baseOf(one.symbol)).join(', ')}`
        : undefined,
      dust.length > 0
        ? html`• too small to sell: ${dust.map((one) => baseOf(one.symbol)).join(', ')}`
        : undefined,
      unlisted.length > 0
        ? html`• can’t be sold here any more, kept on record: ${unlisted.map((one) => baseOf(one.symbol)).join(', ')}`
        : undefined,
      facts.bots > 0
        ? html`• <b>removes ${count(facts.bots, 'bot')} (history stays)</b>`
        : undefined,
      disconnects ? html`• erases the key` : undefined,
      BLANK,
      html`From then on nothing is bought. You can stop it on the way: what has not been sent is not sent.`,
    ),
    keyboard: [
      ...(disconnects
        ? [
            [button('Disconnect now', `t:${tokens.go}`, 'danger')],
            [button('Disconnect, then check it is dead', `t:${tokens.goAndCheck}`)],
          ]
        : [[button('Remove the bot', `t:${tokens.go}`, 'danger')]]),
      ...(isWhole ? [] : [[button('Look again', `${at}:positions`)]]),
      [button('Not now', `${at}:leave`)],
    ],
  }
}

/** Money is promised only for what has a price and is free. */
function sellingLine(selling: readonly ExitPosition[], priced: readonly ExitPosition[]): Html {
  if (selling.length === 0) return html`• sells nothing`
  const what = html`• sells ${count(selling.length, 'position')}`
  if (priced.length === 0)
    return html`${what}, as soon as ${selling.length === 1 ? 'it' : 'each'} can be sold`
  const only =
    priced.length < selling.length ? html`, of which ${priced.length} can be sold now,` : ''
  return html`${what}${only} for about ${proceeds(priced)} (realizing about ${profitOf(priced)})`
}

function unpricedWords({ priceShown, cause }: ExitPosition): string {
  if (priceShown.gt(0)) return ''
  if (cause === 'paused') return 'can’t be sold while the pair is paused; then '
  return cause === 'unpriced' ? 'its price is not known just now; ' : 'nobody buys it just now; '
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
    selling.map((one) => {
      const whole = one.profitShown.plus(one.amount.times(one.averageCost))
      const share = one.notFree ? one.amount.minus(one.notFree).div(one.amount) : 1
      return { amount: whole.times(share), coin: quoteOf(one.symbol) }
    }),
    money,
  )
}

/** One position as it was shown. */
export function shownLine(one: ExitPosition): Html {
  const quote = quoteOf(one.symbol)
  const away = notFreeLine(one.notFree, one.symbol)
  return html`• <b>${exact(one.amount)} ${baseOf(one.symbol)}</b>, cost ${price(one.averageCost)}, ${nowWords(one, quote)}${away === undefined ? '' : html`\n${away}`}`
}

function nowWords({ outcome, cause, priceShown, profitShown }: ExitPosition, quote: string): Html {
  if (outcome === 'unlisted') return html`can’t be sold here any more`
  if (outcome === 'dust') return html`too small to sell`
  if (cause === 'paused') return html`can’t be sold while the pair is paused`
  if (cause === 'unpriced') return html`its price is not known just now`
  if (priceShown.eq(0)) return html`nobody buys it just now`
  return html`now about ${price(priceShown)} ${quote}: <b>${signedMoney(profitShown, quote)}</b>`
}
