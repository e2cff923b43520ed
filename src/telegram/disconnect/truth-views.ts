import { EXCHANGE_FACTS } from '../../exchange/known-exchanges.ts'
import type { Key } from '../../keys/key.ts'
import type { ExitPlan } from '../../sagas/exit-plan.ts'
import type { HandWork } from '../../sagas/hand-work-repo.ts'
import type { LastKnown, SeenPosition, Truth } from '../../sagas/truth.ts'
import type { TradingBot } from '../../trading-bots/trading-bot.ts'
import { ago, count, exact, moment, price } from '../format.ts'
import { positionLine } from '../trading-bots/position-line.ts'
import { BLANK, button, html, lines, note, type Html, type View } from '../view.ts'
import { notFreeLine } from './cause-words.ts'
import { titleOf, type PlanTitle } from './decision-views.ts'
import { capped, sums } from './exit-words.ts'
import { handWorkLine } from './hand-work-line.ts'

/** Which key to disconnect. */
export function chooseKeyView(keys: readonly Key[]): View {
  return {
    kind: 'exit-key',
    text: lines(html`<b>Disconnect</b>`, html`Which key?`),
    keyboard: keys.map((key) => [button(`${key.label} …${key.tail}`, `dc:key:${key.id}`)]),
  }
}

/** While the exchange is asked. */
export function lookingView(key: Key): View {
  return note('exit-looking', html`Looking at ${EXCHANGE_FACTS[key.exchange].name}…`)
}

/** The whole truth on one screen, before anything is decided. */
export function liveView(plan: ExitPlan, key: Key, truth: Extract<Truth, { live: true }>): View {
  const { bots, orders, unanswered, foreignOrders, positions } = truth
  const running = bots.filter(({ status }) => status === 'running').length
  const at = `x:${plan.id}:${plan.version}`
  return {
    kind: 'exit-state',
    text: lines(
      html`<b>Disconnect ${key.label}</b> …${key.tail}`,
      html`This is the whole truth of now. Nothing is sold or removed before you say so.`,
      BLANK,
      html`<b>Bots</b>: ${bots.length === 0 ? 'none' : `${bots.length}, ${running} running`}`,
      html`<b>Our open orders</b>: ${orders.length === 0 ? 'none' : orders.length}`,
      unanswered.length > 0
        ? html`   ⚠️ No answer about ${count(unanswered.length, 'order')} just now: ${pairsOf(unanswered)}. The rest is up to date.`
        : undefined,
      html`<b>Orders that are not ours</b>: ${foreignLine(key, foreignOrders)}`,
      BLANK,
      html`<b>Positions</b>: ${positions.length === 0 ? 'none' : positions.length}`,
      ...positions.flatMap((one) => [positionLine(one), notFreeLine(one.notFree, one.bot.symbol)]),
      ...totals(positions),
    ),
    keyboard: [
      [button('Continue', `${at}:continue`, 'primary')],
      [
        ...(running > 0 ? [button('Only pause the bots', `${at}:pause`)] : []),
        button('Replace key', `key:${key.id}:replace`),
      ],
      isWhole(truth) ? [] : [button('Look again', `${at}:truth`)],
      [button('Not now', `${at}:leave`)],
    ].filter((row) => row.length > 0),
  }
}

/** Whether all of it is known, and can be sold. */
function isWhole({ unanswered, positions }: Extract<Truth, { live: true }>): boolean {
  return (
    unanswered.length === 0 &&
    positions.every(({ state, notFree }) => state === 'priced' && notFree === undefined)
  )
}

function pairsOf(orders: readonly { symbol: string }[]): string {
  return [...new Set(orders.map(({ symbol }) => symbol))].join(', ')
}

function foreignLine({ exchange }: Key, orders: number | undefined): string {
  if (orders === undefined) {
    return `unknown: ${EXCHANGE_FACTS[exchange].name} does not list them. Left alone, if there are any`
  }
  return orders === 0 ? 'none' : `${orders} (left alone)`
}

/** Winners and losers, summed apart. */
function totals(positions: readonly SeenPosition[]): Html[] {
  const priced = positions.filter((one) => one.state === 'priced')
  const of = (some: typeof priced) =>
    sums(some.map(({ profit, market }) => ({ amount: profit, coin: market.quote })))
  const sellable = priced.filter((one) => one.sellable)
  const winners = sellable.filter(({ profit }) => profit.gte(0))
  const losers = sellable.filter(({ profit }) => profit.lt(0))
  return [
    ...(winners.length > 0 ? [html`Winners, if sold now: <b>${of(winners)}</b>`] : []),
    ...(losers.length > 0 ? [html`Losers, if sold now: <b>${of(losers)}</b>`] : []),
  ]
}

/** What was known when the exchange last answered, and what there is to do by hand. */
interface KnownView {
  key: Key
  known: LastKnown
  /** The list of a dead key, with its ticks; empty while the key lives. */
  work: readonly HandWork[]
  /** The screen that `Try again` tries again. */
  again: 'truth' | 'positions'
  now: Date
}

/** The exchange can't be reached, or refuses the key. */
export function lastKnownView(title: PlanTitle, view: KnownView): View {
  const { plan, name: planName } = title
  const { key, known, work, again, now } = view
  const dead = key.health === 'dead'
  const { name } = EXCHANGE_FACTS[key.exchange]
  const at = `x:${plan.id}:${plan.version}`
  return {
    kind: 'exit-last-known',
    text: lines(
      html`<b>${titleOf(plan, planName)}</b> …${key.tail}`,
      whyWords(known, name, again),
      html`The last known state, ${ago(known.asOf, now)}:`,
      BLANK,
      ...(work.length > 0 ? capped(work.map(handWorkLine)) : knownLines(known)),
    ),
    keyboard: [
      dead
        ? [button('I made a new key', `key:${key.id}:replace`, 'primary')]
        : [button('Try again', `${at}:${again}`, 'primary')],
      ...(plan.kind === 'disconnect'
        ? [[button('Erase now, I finish by hand', `${at}:byhand`, 'danger')]]
        : []),
      [button('Not now', `${at}:leave`)],
    ],
  }
}

function whyWords({ why, until }: LastKnown, name: string, again: KnownView['again']): Html {
  if (why === 'dead') {
    return html`${name} refuses this key: Undock can’t cancel or sell anything with it any more.`
  }
  const untouched =
    again === 'positions' ? 'Your bots are paused; nothing was sold.' : 'Nothing was done.'
  const wait = html`${untouched} Trying again ${why === 'silence' ? 'then' : 'in a moment'} is the better way: otherwise you have to do all of this yourself.`
  switch (why) {
    case 'key-refused':
      return html`${name} refused this key just now. ${untouched} I check again for some minutes before I call the key dead.`
    case 'silence':
      return html`${name} accepts no requests from us${until === undefined ? '' : ` before ${moment(until)}`}. ${wait}`
    case 'own-limit':
      return html`We have sent ${name} all the requests that it allows just now. ${wait}`
    case 'errors':
      return html`${name} answers with errors only, as exchanges do during maintenance. ${wait}`
    case 'unreachable':
      return html`${name} can’t be reached just now. ${wait}`
  }
}

/** What is known about the account, whether just now or from when the exchange last answered. */
export type Known = Pick<LastKnown, 'bots' | 'orders' | 'positions'>

/** Before the erase: what will then be the trader's own work. */
export function byHandView(
  { plan, name }: PlanTitle,
  known: Known,
  work: readonly HandWork[],
  token: string,
): View {
  return {
    kind: 'exit-erase',
    text: lines(
      html`<b>Erase ${name} now?</b>`,
      html`Undock then can’t do anything on this account any more. Your bots are removed (history stays), and this stays for you to do at the exchange:`,
      BLANK,
      ...(work.length > 0 ? capped(work.map(handWorkLine)) : knownLines(known)),
    ),
    keyboard: [
      [button('Erase the key now', `t:${token}`, 'danger')],
      [button('Not now', `x:${plan.id}:${plan.version}:leave`)],
    ],
  }
}

function knownLines({ bots, orders, positions }: Known): Html[] {
  return [
    html`<b>Bots</b>: ${bots.length === 0 ? 'none' : bots.length}`,
    html`<b>Our open orders</b>: ${orders.length === 0 ? 'none' : orders.length}`,
    ...capped(
      orders.map(
        (order) =>
          html`• cancel: ${order.side} ${exact(order.amount.minus(order.filled))} ${order.symbol} at ${price(order.price)}`,
      ),
    ),
    html`<b>Positions</b>: ${positions.length === 0 ? 'none' : positions.length}`,
    ...capped(
      positions.map(
        ({ bot, position }) =>
          html`• sell, if you want to: ${exact(position.amount)} ${bot.symbol}, cost ${price(position.averageCost)}`,
      ),
    ),
  ]
}

/** `Only pause the bots`: that is all that was done. */
export function onlyPausedView(key: Key, bots: number): View {
  return {
    kind: 'exit-only-paused',
    text: lines(
      html`⏸ ${count(bots, 'bot')} on ${key.label} ${bots === 1 ? 'is' : 'are'} paused. Nothing else was done; their orders still rest.`,
    ),
    keyboard: [[button('Resume the bots', `bots:resume:${key.id}`), button('Bots', 'bots')]],
  }
}

/** The bots are paused for the exit; what comes next is below. */
export function pausedForExitView(bots: number): View {
  return {
    kind: 'exit-bots-paused',
    text: lines(
      html`⏸ ${count(bots, 'bot')} paused. Our resting buys are being cancelled; the sells rest on until the end. Your backup comes next.`,
    ),
    keyboard: [],
  }
}

/** The trader went away before anything was sent. */
export function leftView(keyId: string, bots: readonly TradingBot[]): View {
  const running = bots.filter(({ status }) => status === 'running').length
  const paused = bots.length - running
  return {
    kind: 'exit-left',
    text: lines(
      html`You left. <b>Nothing was sold or removed.</b>`,
      running > 0
        ? html`${count(running, 'bot')} ${running === 1 ? 'goes' : 'go'} on running.`
        : undefined,
      paused > 0
        ? html`${count(paused, 'bot')} ${paused === 1 ? 'stays' : 'stay'} paused until you resume ${paused === 1 ? 'it' : 'them'}.`
        : undefined,
    ),
    keyboard: [
      [
        ...(paused > 0 ? [button('Resume the bots', `bots:resume:${keyId}`)] : []),
        button('Bots', 'bots'),
      ],
    ],
  }
}
