import type { Change } from '../../trading-bots/adapt-settings.ts'
import { count } from '../english.ts'
import { html } from '../view.ts'

/** English for moving the settings of bots to another key. */
export const MOVE_EN = {
  move: (bots: number) => html`<b>Move ${count(bots, 'bot')}</b>`,
  whichKey: html`To which key? Nothing is made before you have seen what would change.`,
  noKey: html`There is no other key that may trade. Link one first: it then offers these bots.`,
  noAnswer: (key: string) =>
    html`${key} does not answer just now, so nothing can be said of its rules and prices. Nothing was made.`,
  bots: (bots: number) => count(bots, 'bot'),
  moveTo: (what: string, key: string) => html`<b>Move ${what} to ${key}</b>`,
  madePaused: html`A bot that moves is made anew there, paused: it orders nothing until you resume it.`,
  history: html`History stays with the old bots: /export`,
  made: (bots: number, key: string) => html`⏸ <b>${count(bots, 'bot')} made on ${key}, paused</b>`,
  bot: (name: string, settings: string) => html`• <b>${name}</b>: ${settings}`,
  botOf: (name: string, old: string, settings: string) =>
    html`• <b>${name}</b>, of ${old}: ${settings}`,
  nothingYet: html`Nothing is ordered until you resume.`,

  notTraded: (bot: string, key: string, symbol: string) =>
    html`• <b>${bot}</b> can’t move: ${key} trades ${symbol} neither as it is nor for another dollar.`,
  noPrice: (bot: string, key: string, symbol: string) =>
    html`• <b>${bot}</b> can’t move now: ${key} tells no price of ${symbol}.`,
  refused: (bot: string, why: string) =>
    html`• <b>${bot}</b> can’t move as it is. ${why} Make a new bot with other numbers: /newbot`,
  otherCoin: (before: string, key: string, now: string, to: string, from: string) =>
    html`❓ ${before} is not traded on ${key}, ${now} is: its money would be <b>${to}, another coin</b> than ${from}.`,
  moreMoney: (key: string, needed: string, given: string) =>
    html`❓ The smallest orders of ${key} need <b>${needed}</b>; the bot was given ${given}.`,
  change: (label: string, to: string, from: string, cause: Change['cause']) =>
    html`↳ ${label}: ${to} instead of ${from}, ${CAUSES[cause]}.`,
  moneyUnknown: (given: string, key: string) =>
    html`Given in all: ${given}. What is free on ${key} is unknown now.`,
  moneyEnough: (given: string, free: string, key: string) =>
    html`Given in all: ${given}, of ${free} free on ${key}.`,
  moneyShort: (given: string, free: string, key: string) =>
    html`⚠️ Given in all: ${given}, and only ${free} is free on ${key}. Bring in the rest before you resume.`,
  oldBot: (name: string, key: string, position: string | undefined, orders: number) => {
    const held = position && `its position of ${position}`
    const resting = orders > 0 ? `its ${count(orders, 'open order')}` : undefined
    const stays = [held, resting].filter((part) => part !== undefined).join(' and ')
    return html`The old ${name} on ${key} stays paused${stays === '' ? '' : ` with ${stays}`} and can’t run while the new one is there.${orders > 0 ? ' Open orders may still fill.' : ''} When you are done with it, remove it.`
  },

  nothing:
    'There is nothing to move: the bots run, have moved already, or are gone. /bots shows how it is.',
  doneBefore: 'It is done already, or not yours to do: nothing was made. /bots shows how it is.',
  unfit: 'That key can’t carry a bot any more: nothing was made. See /keys.',
  changed: 'Something has changed since: nothing was made. Please look again.',
  created: 'Created, paused.',
  buttons: {
    again: 'Try again',
    back: '‹ Back',
    resume: 'Resume',
    create: (bots: number) => (bots === 1 ? 'Create paused' : `Create ${bots} paused`),
    createWith: (money: string) => `Create paused with ${money}`,
    createIn: (quote: string) => `Create paused, in ${quote}`,
    decide: (bot: string) => `Decide: ${bot}`,
  },
}

const CAUSES = {
  'price-step': 'as prices move in larger steps there',
  minimum: 'or its orders would be too small there',
  fee: 'or the fee there would eat the profit',
  agreed: 'as you said',
} as const satisfies Record<Change['cause'], string>
