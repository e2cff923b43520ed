import { EXCHANGE_FACTS } from '../../exchange/adapters/registry.ts'
import type { Key } from '../../keys/key.ts'
import type { ExitPlan } from '../../sagas/exit-plan.ts'
import type { HandWork } from '../../sagas/hand-work-repo.ts'
import type { LastKnown, SeenPosition, Truth } from '../../sagas/truth.ts'
import type { TradingBot } from '../../trading-bots/trading-bot.ts'
import { exact, price } from '../format.ts'
import { positionLine } from '../trading-bots/position-line.ts'
import { BLANK, button, lines, note, type Html, type View } from '../view.ts'
import type { Words } from '../words.ts'
import { notFreeLine } from './cause-words.ts'
import { titleOf, type PlanTitle } from './decision-views.ts'
import { capped, sums } from './exit-words.ts'
import { handWorkLine } from './hand-work-line.ts'

/** Which key to disconnect. */
export function chooseKeyView({ disconnect: { state: w } }: Words, keys: readonly Key[]): View {
  return {
    kind: 'exit-key',
    text: lines(w.disconnect, w.whichKey),
    keyboard: keys.map((key) => [button(`${key.label} …${key.tail}`, `dc:key:${key.id}`)]),
  }
}

/** While the exchange is asked. */
export function lookingView({ disconnect }: Words, key: Key): View {
  return note('exit-looking', disconnect.state.looking(EXCHANGE_FACTS[key.exchange].name))
}

/** The whole truth on one screen, before anything is decided. */
export function liveView(
  words: Words,
  plan: ExitPlan,
  key: Key,
  truth: Extract<Truth, { live: true }>,
): View {
  const { state: w, notNow, lookAgain } = words.disconnect
  const { bots, orders, unanswered, foreignOrders, otherKeysOrders, positions } = truth
  const running = bots.filter(({ status }) => status === 'running').length
  const at = `x:${plan.id}:${plan.version}`
  return {
    kind: 'exit-state',
    text: lines(
      w.title(key.label, key.tail),
      w.nothingYet,
      BLANK,
      w.botsRunning(bots.length, running),
      w.orders(orders.length),
      unanswered.length > 0 ? w.unanswered(unanswered.length, pairsOf(unanswered)) : undefined,
      foreignOrders === undefined
        ? w.foreignUnknown(EXCHANGE_FACTS[key.exchange].name)
        : w.foreign(foreignOrders),
      otherKeysOrders > 0 ? w.otherKeys(otherKeysOrders) : undefined,
      BLANK,
      w.positions(positions.length),
      ...positions.flatMap((one) => [
        positionLine(words, one),
        notFreeLine(words, one.notFree, one.bot.symbol),
      ]),
      ...totals(words, positions),
    ),
    keyboard: [
      [button(w.buttons.goOn, `${at}:continue`, 'primary')],
      [
        ...(running > 0 ? [button(w.buttons.onlyPause, `${at}:pause`)] : []),
        button(w.buttons.replace, `key:${key.id}:replace`),
      ],
      isWhole(truth) ? [] : [button(lookAgain, `${at}:truth`)],
      [button(notNow, `${at}:leave`)],
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

/** Winners and losers, summed apart. */
function totals({ disconnect: { state: w } }: Words, positions: readonly SeenPosition[]): Html[] {
  const priced = positions.filter((one) => one.state === 'priced')
  const of = (some: typeof priced) =>
    sums(some.map(({ profit, market }) => ({ amount: profit, coin: market.quote })))
  const sellable = priced.filter((one) => one.sellable)
  const winners = sellable.filter(({ profit }) => profit.gte(0))
  const losers = sellable.filter(({ profit }) => profit.lt(0))
  return [
    ...(winners.length > 0 ? [w.winners(of(winners))] : []),
    ...(losers.length > 0 ? [w.losers(of(losers))] : []),
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
export function lastKnownView(words: Words, title: PlanTitle, view: KnownView): View {
  const { state: w, notNow } = words.disconnect
  const { plan, name: planName } = title
  const { key, known, work, again, now } = view
  const dead = key.health === 'dead'
  const { name } = EXCHANGE_FACTS[key.exchange]
  const at = `x:${plan.id}:${plan.version}`
  return {
    kind: 'exit-last-known',
    text: lines(
      w.titleOf(titleOf(words, plan, planName), key.tail),
      whyLine(words, known, name, again),
      w.lastKnown(known.asOf, now),
      BLANK,
      ...(work.length > 0 ? workLines(words, work) : knownLines(words, known)),
    ),
    keyboard: [
      dead
        ? [button(w.buttons.madeNew, `key:${key.id}:replace`, 'primary')]
        : [button(w.buttons.again, `${at}:${again}`, 'primary')],
      ...(plan.kind === 'disconnect'
        ? [[button(w.buttons.eraseByHand, `${at}:byhand`, 'danger')]]
        : []),
      [button(notNow, `${at}:leave`)],
    ],
  }
}

function whyLine(
  { disconnect: { state: w } }: Words,
  { why, until }: LastKnown,
  name: string,
  again: KnownView['again'],
): Html {
  const untouched = again === 'positions' ? w.pausedNotSold : w.nothingDone
  switch (why) {
    case 'dead':
      return w.dead(name)
    case 'key-refused':
      return w.keyRefused(name, untouched)
    case 'silence':
      return w.silence(name, until, w.tryThen(untouched))
    case 'own-limit':
      return w.ownLimit(name, w.trySoon(untouched))
    case 'errors':
      return w.errors(name, w.trySoon(untouched))
    case 'unreachable':
      return w.unreachable(name, w.trySoon(untouched))
  }
}

/** What is known about the account, whether just now or from when the exchange last answered. */
export type Known = Pick<LastKnown, 'bots' | 'orders' | 'positions'>

/** Before the erase: what will then be the trader's own work. */
export function byHandView(
  words: Words,
  { plan, name }: PlanTitle,
  known: Known,
  work: readonly HandWork[],
  token: string,
): View {
  const { state: w, notNow } = words.disconnect
  return {
    kind: 'exit-erase',
    text: lines(
      w.eraseNow(name),
      w.thenYours,
      BLANK,
      ...(work.length > 0 ? workLines(words, work) : knownLines(words, known)),
    ),
    keyboard: [
      [button(w.buttons.erase, `t:${token}`, 'danger')],
      [button(notNow, `x:${plan.id}:${plan.version}:leave`)],
    ],
  }
}

function workLines(words: Words, work: readonly HandWork[]): Html[] {
  return capped(
    words,
    work.map((line) => handWorkLine(words, line)),
  )
}

function knownLines(words: Words, { bots, orders, positions }: Known): Html[] {
  const { state: w } = words.disconnect
  return [
    w.bots(bots.length),
    w.orders(orders.length),
    ...capped(
      words,
      orders.map(({ side, amount, filled, symbol, price: limit }) =>
        w.toCancel(side, exact(amount.minus(filled)), symbol, price(limit)),
      ),
    ),
    w.positions(positions.length),
    ...capped(
      words,
      positions.map(({ bot, position }) =>
        w.toSell(exact(position.amount), bot.symbol, price(position.averageCost)),
      ),
    ),
  ]
}

/** `Only pause the bots`: that is all that was done. */
export function onlyPausedView(words: Words, key: Key, bots: number): View {
  const { state: w } = words.disconnect
  return {
    kind: 'exit-only-paused',
    text: lines(w.onlyPaused(bots, key.label)),
    keyboard: [
      [button(w.buttons.resume, `bots:resume:${key.id}`), button(words.general.bots, 'bots')],
    ],
  }
}

/** The bots are paused for the exit; what comes next is below. */
export function pausedForExitView({ disconnect }: Words, bots: number): View {
  return note('exit-bots-paused', disconnect.state.paused(bots))
}

/** The trader went away before anything was sent. */
export function leftView(words: Words, keyId: string, bots: readonly TradingBot[]): View {
  const { state: w } = words.disconnect
  const running = bots.filter(({ status }) => status === 'running').length
  const paused = bots.length - running
  return {
    kind: 'exit-left',
    text: lines(
      w.left,
      running > 0 ? w.goOn(running) : undefined,
      paused > 0 ? w.stayPaused(paused) : undefined,
    ),
    keyboard: [
      [
        ...(paused > 0 ? [button(w.buttons.resume, `bots:resume:${keyId}`)] : []),
        button(words.general.bots, 'bots'),
      ],
    ],
  }
}
