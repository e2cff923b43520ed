import type { DecimalRefusal } from '../../lib/decimal-input.ts'
import type { TradingBot } from '../../trading-bots/trading-bot.ts'
import { count } from '../english.ts'
import { day, moment } from '../format.ts'
import { html } from '../view.ts'
import { MOVE_EN } from './move-words.en.ts'
import { NEW_BOT_EN } from './new-bot-words.en.ts'
import { PAUSE_EN } from './pause-words.en.ts'
import { POSITIONS_EN } from './positions-words.en.ts'
import { coinsMissing, fundsMissing, REASONS_EN } from './reason-words.en.ts'

/** English for bots and positions. */
export const BOTS_EN = {
  move: MOVE_EN,
  newBot: NEW_BOT_EN,
  pausing: PAUSE_EN,
  positions: POSITIONS_EN,
  reasons: REASONS_EN,
  coinsMissing,
  fundsMissing,
  gone: 'That bot does not exist any more: nothing was done.',
  states: {
    running: 'running',
    paused: 'paused',
    failed: 'stopped by itself',
    removing: 'being removed',
    removed: 'removed',
  } satisfies Record<TradingBot['status'], string>,
  next: (buy: string | undefined, sell: string | undefined) =>
    html`Next: ${[buy && `buys at ${buy}`, sell && `sells at ${sell}`].filter((part) => part !== undefined).join(', ')}`,
  asOf: (at: Date) => html`As of ${moment(at)}`,

  list: {
    none: html`No bots yet.`,
    title: html`<b>Your bots</b>`,
    bot: (mark: string, name: string, state: string, profit: string) =>
      html`${mark} <b>${name}</b> · ${state} · ${profit}`,
  },
  card: {
    title: (mark: string, name: string, key: string) => html`${mark} <b>${name}</b> on ${key}`,
    state: (state: string) => html`State: ${state}`,
    waits: (why: string) => html`It waits: ${why}.`,
    why: (why: string) => html`Why: ${why}.`,
    moved: (heir: string) =>
      html`It has moved: ${heir} goes on with its settings, so this one can’t run. Remove it when you are done with it.`,
    money: (money: string) => html`Money given: ${money}`,
    position: (coins: string, average: string) =>
      html`Position: ${coins}, bought at about ${average}`,
    noPosition: html`Position: none`,
    price: (price: string) => html`Price now: ${price}`,
    noPrice: html`Price now: unknown, the exchange does not answer`,
    orders: (buys: number, sells: number, resting: string) =>
      html`Open orders: ${count(buys, 'buy')}, ${count(sells, 'sell')}${resting}`,
    cancelling: ' (being cancelled)',
    cancellingBuys: ' (buys are being cancelled, sells may still fill)',
    mayFill: ' (they may still fill)',
  },
  profit: {
    inAll: (about: boolean, all: string, today: string) =>
      `${about ? 'about ' : ''}${all} in all, ${today} today`,
    realizedAndHeld: (realized: string, today: string) =>
      `${realized} and what it holds, ${today} today`,
    unknown: html`Profit in all: unknown, the exchange does not answer`,
    all: (about: boolean, all: string, inUsd: string | undefined) =>
      html`Profit in all: <b>${about ? 'about ' : ''}${all}</b>${inUsd === undefined ? '' : ` (about ${inUsd})`}`,
    realized: (realized: string, today: string) =>
      html`• realized ${realized}, of that ${today} today`,
    onHeld: (unrealized: string) => html`• on what it holds about ${unrealized} after the fee`,
    unvaluedFees: (fees: string) => html`• fees not valued yet: ${fees}`,
    unknownFees: (trades: number) =>
      html`• fee unknown for ${count(trades, 'trade')}: not in these figures`,
    together: (all: string, today: string, unpriced: number) =>
      html`Together: about ${all} in all, ${today} today${unpriced === 0 ? '' : `, without ${count(unpriced, 'bot')} of unknown price`}`,
  },
  picture: {
    title: (mark: string, name: string, state: string) => html`${mark} <b>${name}</b> · ${state}`,
    profit: (profit: string) => html`Profit: ${profit}`,
    holds: (coins: string) => html`Holds ${coins}`,
    ranges: { day: 'last 24 hours', week: 'last 7 days' },
    price: (exchange: string, range: string) => `${exchange}, ${range} (UTC)`,
    since: (at: Date) => `Realized since ${day(at)}`,
    today: (profit: string) => `${profit} today`,
    notDrawn: 'The picture could not be drawn. The card tells the same in words.',
    nothingTraded: 'It has not traded yet: there is no profit to draw.',
    noPrices: 'The exchange has no prices of that time to draw.',
    noAnswer: 'The exchange does not answer now, so there is no chart. Try again in a minute.',
  },
  paused: {
    one: (name: string) => html`⏸ <b>${name}</b> is paused: it places nothing any more.`,
    ofOne: (orders: number) =>
      html`${count(orders, 'order')} of its own still ${rest(orders)} on the exchange and may fill.`,
    all: (bots: number) =>
      html`⏸ ${count(bots, 'bot')} ${bots === 1 ? 'is' : 'are'} paused: nothing new is ordered.`,
    ofAll: (orders: number) =>
      html`${count(orders, 'order')} of theirs still ${rest(orders)} on the exchange and may fill.`,
    cancelIts: 'Cancel its orders',
    leaveIts: 'Leave its orders',
    cancelTheir: 'Cancel their orders',
    leaveTheir: 'Leave their orders',
  },
  settings: (settings: readonly { label: string; answer: string }[]) =>
    settings.map(({ label, answer }) => `${label} ${answer}`).join(', '),
  numbers: {
    empty: 'Send a number, for example 1.5.',
    'too-long': 'That is too long for a number. Send digits with a point, for example 1.5.',
    negative: 'It must be more than zero. Send it without the minus.',
    ambiguous:
      'A comma with three digits after it means a thousand to some and a fraction to others. Send it without the comma, for example 1000 or 1.5.',
    'not-a-number': 'I can’t read that as a number. Send digits with a point, for example 1.5.',
  } satisfies Record<DecimalRefusal, string>,
  buttons: {
    newBot: 'New bot',
    pauseAll: 'Pause all',
    resumeAll: 'Resume all',
    chart: 'Chart',
    profit: 'Profit',
    day: 'Day',
    week: 'Week',
    pause: 'Pause',
    resume: 'Resume',
    move: 'Move to another key',
    remove: 'Remove',
    reload: '↻ Reload',
    backToBots: '‹ Bots',
    backToCard: '‹ Card',
  },
}

function rest(orders: number): string {
  return orders === 1 ? 'rests' : 'rest'
}
