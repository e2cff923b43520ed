import type { TradingBot } from '../../trading-bots/trading-bot.ts'
import { count } from '../english.ts'
import { moment } from '../format.ts'
import { html } from '../view.ts'
import { BOT_NOTICES_EN } from './bot-words.en.ts'
import { HOST_EN } from './host-words.en.ts'
import { KEY_NOTICES_EN } from './key-words.en.ts'
import { STANDSTILL_EN } from './standstill-words.en.ts'

/** Coins that a bot holds, as a person reads them. */
export interface HeldCoins {
  coins: string
  /** Quote per coin. */
  average: string
  paid: string
}

/** English for notices. */
export const NOTICES_EN = {
  bots: BOT_NOTICES_EN,
  keys: KEY_NOTICES_EN,
  notShown:
    'Something happened to your keys or bots that I can’t show here, through a fault of ours. Please look with /keys, /bots and /disconnect.',
  exitFiles: {
    caption: 'How it closed: the orders and trades of this exit.',
    notDelivered: 'The file with the closing trades could not be delivered. /export has them all.',
  },
  backup: {
    caption:
      'Your backup: trades, orders, positions and bot settings. The secret is in none of them.',
    notDelivered:
      'The backup could not be delivered just now. /export keeps it for you; the exit goes on.',
  },
  standstill: STANDSTILL_EN,
  host: HOST_EN,
  pairGone: {
    headline: ({ name, symbol, status }: TradingBot, exchange: string) =>
      html`🔴 <b>${exchange} no longer lists ${symbol}.</b> ${status === 'failed' ? `${name} has stopped.` : `${name} can’t trade it any more.`}`,
    holds: ({ coins, average, paid }: HeldCoins, exchange: string) =>
      html`It holds <b>${coins}</b> · avg ${average} (paid ${paid}). The coins stay on your account, but Undock can’t sell them there any more. See at ${exchange} whether you can convert them, trade them on another pair or withdraw them.`,
    holdsNothing: html`It holds no coins.`,
    orders: (orders: number, stillListed: number | undefined, exchange: string) => {
      const all = count(orders, 'resting order')
      if (stillListed === undefined) {
        return html`${exchange} doesn’t say what became of its ${all}: check there whether any is still open.`
      }
      if (stillListed === 0) {
        return html`Its ${all} ${orders === 1 ? 'is' : 'are'} no longer open at ${exchange}: what ${orders === 1 ? 'it' : 'they'} locked should be free again.`
      }
      const which = stillListed === orders ? `Its ${all}` : `${stillListed} of its ${all}`
      const them = stillListed === 1 ? 'it' : 'them'
      return html`${which} ${stillListed === 1 ? 'is' : 'are'} still open at ${exchange}. Cancel ${them} there: Undock can’t.`
    },
    next: (exchange: string) =>
      html`You can remove the bot: its history stays. If ${exchange} lists the pair again, you can resume it.`,
    remove: 'Remove',
    show: 'Show the bot',
    open: (exchange: string) => `Open ${exchange}`,
  },
  pairEnds: {
    headline: ({ symbol }: TradingBot, exchange: string, endsAt: Date) =>
      html`🟠 <b>${exchange} ends trading of ${symbol} on ${moment(endsAt)}.</b>`,
    has: (bot: TradingBot, held: HeldCoins | undefined, orders: number) => {
      const coins = held === undefined ? 'no coins' : `${held.coins} · avg ${held.average}`
      return html`${bot.name} holds ${coins} and has ${orders === 0 ? 'no resting orders' : count(orders, 'resting order')}. After that, nothing can be sold on this pair.`
    },
    next: (isRunning: boolean) =>
      html`${isRunning ? 'The bot keeps trading until then. ' : ''}To be out in time, remove the bot and choose to sell its coins, or send /disconnect.`,
    remove: 'Remove',
    show: 'Show the bot',
  },
}
