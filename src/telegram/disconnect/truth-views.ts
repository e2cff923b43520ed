import { EXCHANGE_FACTS } from '../../exchange/known-exchanges.ts'
import type { Key } from '../../keys/key.ts'
import type { ExitPlan } from '../../sagas/exit-plan.ts'
import type { LastKnown, Truth } from '../../sagas/truth.ts'
import type { Valued } from '../../sagas/valuation.ts'
import { ago, count, exact, price } from '../format.ts'
import { positionLine } from '../trading-bots/position-line.ts'
import { BLANK, button, html, lines, type Html, type View } from '../view.ts'
import { sums } from './exit-words.ts'

/** Which key to disconnect. */
export function chooseKeyView(keys: readonly Key[]): View {
  return {
    text: lines(html`<b>Disconnect</b>`, html`Which key?`),
    keyboard: keys.map((key) => [button(`${key.label} …${key.tail}`, `dc:key:${key.id}`)]),
  }
}

/** While the exchange is asked. */
export function lookingView(key: Key): View {
  return { text: lines(html`Looking at ${EXCHANGE_FACTS[key.exchange].name}…`), keyboard: [] }
}

/** The whole truth on one screen, before anything is decided. */
export function truthView(plan: ExitPlan, key: Key, truth: Truth, now: Date): View {
  return truth.live ? liveView(plan, key, truth) : lastKnownView(plan, key, truth, now)
}

function liveView(plan: ExitPlan, key: Key, truth: Extract<Truth, { live: true }>): View {
  const { bots, orders, foreignOrders, positions } = truth
  const running = bots.filter(({ status }) => status === 'running').length
  return {
    text: lines(
      html`<b>Disconnect ${key.label}</b> …${key.tail}`,
      html`This is the whole truth of now. Nothing is sold or removed before you say so.`,
      BLANK,
      html`<b>Bots</b>: ${bots.length}${bots.length > 0 ? `, ${running} running` : ''}`,
      html`<b>Our open orders</b>: ${orders.length}`,
      html`<b>Orders that are not ours</b>: ${foreignOrders}${foreignOrders > 0 ? ' (left alone)' : ''}`,
      BLANK,
      html`<b>Positions</b>: ${positions.length === 0 ? 'none' : positions.length}`,
      ...positions.map(positionLine),
      ...totals(positions),
    ),
    keyboard: [
      [button('Continue', `x:${plan.id}:continue`, 'primary')],
      [
        button('Only pause the bots', `x:${plan.id}:pause`),
        button('Replace key', `key:${key.id}:replace`),
      ],
      [button('Not now', `x:${plan.id}:leave`)],
    ],
  }
}

/** Winners and losers, summed apart. */
function totals(positions: readonly Valued[]): Html[] {
  const of = (some: Valued[]) =>
    sums(some.map(({ profit, market }) => ({ amount: profit, coin: market.quote })))
  const sellable = positions.filter((one) => one.sellable)
  const winners = sellable.filter(({ profit }) => profit.gte(0))
  const losers = sellable.filter(({ profit }) => profit.lt(0))
  return [
    ...(winners.length > 0 ? [html`Winners, if sold now: <b>${of(winners)}</b>`] : []),
    ...(losers.length > 0 ? [html`Losers, if sold now: <b>${of(losers)}</b>`] : []),
  ]
}

function lastKnownView(plan: ExitPlan, key: Key, known: LastKnown, now: Date): View {
  const dead = key.health === 'dead'
  const { name } = EXCHANGE_FACTS[key.exchange]
  return {
    text: lines(
      html`<b>Disconnect ${key.label}</b> …${key.tail}`,
      dead
        ? html`${name} refuses this key: Undock can’t cancel or sell anything with it any more.`
        : html`${name} can’t be reached just now. Try again in a moment, it is the better way.`,
      html`The last known state, ${ago(known.asOf, now)}:`,
      BLANK,
      ...handWorkLines(known),
    ),
    keyboard: [
      dead
        ? [button('I made a new key', `key:${key.id}:replace`, 'primary')]
        : [button('Try again', `dc:key:${key.id}`, 'primary')],
      [button('Erase now, I finish by hand', `x:${plan.id}:byhand`, 'danger')],
      [button('Not now', `x:${plan.id}:leave`)],
    ],
  }
}

/** Before the erase: what will then be the trader's own work. */
export function byHandView(plan: ExitPlan, key: Key, known: LastKnown, token: string): View {
  return {
    text: lines(
      html`<b>Erase ${key.label} now?</b>`,
      html`Undock then can’t do anything on this account any more. Your bots are removed (history stays), and this stays for you to do at the exchange:`,
      BLANK,
      ...handWorkLines(known),
    ),
    keyboard: [
      [button('Erase the key now', `t:${token}`, 'danger')],
      [button('Not now', `x:${plan.id}:leave`)],
    ],
  }
}

function handWorkLines({ bots, orders, positions }: LastKnown): Html[] {
  return [
    html`<b>Bots</b>: ${bots.length}`,
    html`<b>Our open orders</b>: ${orders.length}`,
    ...orders.map(
      (order) =>
        html`• cancel: ${order.side} ${exact(order.amount.minus(order.filled))} ${order.symbol} at ${price(order.price)}`,
    ),
    html`<b>Positions</b>: ${positions.length === 0 ? 'none' : positions.length}`,
    ...positions.map(
      ({ bot, position }) =>
        html`• sell, if you want to: ${exact(position.amount)} ${bot.symbol}, cost ${price(position.averageCost)}`,
    ),
  ]
}

/** `Only pause the bots`: that is all that was done. */
export function onlyPausedView(key: Key, bots: number): View {
  return {
    text: lines(
      html`⏸ ${count(bots, 'bot')} on ${key.label} ${bots === 1 ? 'is' : 'are'} paused. Nothing else was done; their orders still rest.`,
    ),
    keyboard: [[button('Resume the bots', `bots:resume:${key.id}`), button('Bots', 'bots')]],
  }
}

/** The bots are paused for the exit; what comes next is below. */
export function pausedForExitView(bots: number): View {
  return {
    text: lines(
      html`⏸ ${count(bots, 'bot')} paused, and our resting buys are being cancelled. Your backup comes next.`,
    ),
    keyboard: [],
  }
}

/** The trader went away before anything was sent. */
export function leftView(keyId: string): View {
  return {
    text: lines(
      html`You left before anything was sold or removed. Bots that were paused stay paused.`,
    ),
    keyboard: [[button('Resume the bots', `bots:resume:${keyId}`), button('Bots', 'bots')]],
  }
}
