import type { Order } from '../../trading/order.ts'
import { count } from '../english.ts'
import { html, type Html } from '../view.ts'

/** What befell a bot's orders: how many were cancelled, are gone, or filled. */
interface Changed {
  cancelled: number
  vanished: number
  filled: number
}

/** English for notices about bots and their orders. */
export const BOT_NOTICES_EN = {
  show: 'Show the bot',
  ended: {
    headline: (bot: string, why: string) => html`⏹ <b>${bot} has ended</b>: ${why}.`,
    realized: (profit: string) => html`In all it realized ${profit}.`,
    left: (coins: string) => html`It is left with ${coins}, too little for the exchange to sell.`,
    next: (settings: string) =>
      html`It orders nothing any more. To go on, make a new bot with the same numbers: ${settings}.`,
    newBot: 'New bot',
  },
  failed: {
    headline: (bot: string, why: string | undefined) =>
      html`🔴 <b>${bot} stopped by itself</b>: ${why ?? 'the reason is gone'}.`,
    orders: html`Its other orders still rest. Nothing was sold.`,
  },
  waits: {
    headline: (bot: string, why: string) => html`🟡 <b>${bot} waits</b>: ${why}.`,
    orders: html`Its orders stay where they are. Nothing was sold, and there is nothing that you have to do.`,
  },
  orders: {
    headline: (mark: string, bot: string, { cancelled, vanished, filled }: Changed) => {
      const parts = [
        cancelled > 0 && `${count(cancelled, 'order')} cancelled`,
        vanished > 0 && `${count(vanished, 'order')} gone`,
        filled > 0 && `${count(filled, 'order')} filled`,
      ]
      return html`${mark} <b>${bot}</b>: ${parts.filter((one) => one !== false).join(', ')} without Undock`
    },
    cancelled: html`Cancelled at the exchange, not by Undock:`,
    vanished: html`Not known to the exchange any more, which tells no reason:`,
    filled: html`Filled while Undock was not looking:`,
    counted: html`What they filled is on record and counted in the profit.`,
    countedAndFree: html`What they filled is on record and counted in the profit. What the cancelled ones held should be free again.`,
    check: (exchange: string) =>
      html`Please check at ${exchange} what became of those that are gone, and whether what they held is free.`,
    ended: (side: Order['side'], amount: string, price: string) =>
      html`${side} of ${amount} at ${price}`,
    line: (order: Html) => html`• ${order}`,
    lineFilled: (order: Html, filled: string) => html`• ${order}, ${filled} of it filled before`,
    executed: (side: Order['side'], amount: string, cost: string) =>
      html`• ${side === 'buy' ? 'bought' : 'sold'} ${amount} for ${cost}`,
    runs: html`The bot keeps running and places these orders again if it has the coins for them.`,
    pausedAgain: html`It was the second time in a row for the same order, so <b>the bot is paused</b>. Its other orders still rest and may fill. Resume it if it should place them again.`,
    paused: html`The bot is paused: it places nothing until you resume it.`,
    pause: 'Pause',
    resume: 'Resume',
  },
  left: {
    headline: (label: string, tail: string, orders: number) =>
      html`🟠 <b>${label} …${tail}</b>: ${count(orders, 'order')} from removed bots ${orders === 1 ? 'is' : 'are'} still open:`,
    mayFill: (orders: number) =>
      html`${orders === 1 ? 'It was' : 'They were'} left to you when the bots were removed, and may still fill. No bot tracks what ${orders === 1 ? 'it buys or sells' : 'they buy or sell'}.`,
    next: (exchange: string) =>
      html`Cancel them here or at ${exchange}. Disconnecting this key cancels them too.`,
    cancel: 'Cancel them',
    cancelling: 'Cancelling…',
    none: html`None of them is open any longer.`,
    leaving: 'This key is being disconnected, which cancels them.',
    cancelled: (orders: number) => html`Cancelled ${count(orders, 'order')} from removed bots.`,
    unanswered: (orders: number) =>
      html`⚠️ No answer about ${count(orders, 'order')} just now. Try again in a moment.`,
  },
  stray: {
    headline: (label: string, tail: string, orders: number, symbols: readonly string[]) =>
      html`🟠 <b>${label} …${tail}</b>: ${count(orders, 'open order')} on ${symbols.join(', ')} ${orders === 1 ? 'bears' : 'bear'} an id of Undock’s, but ${orders === 1 ? 'is' : 'are'} in none of its records.`,
    leftAlone: html`Perhaps another Undock works on the same account, or its database was put back by hand. They are left alone: nothing here cancels them or counts them.`,
    next: (exchange: string) => html`If you do not know them, cancel them at ${exchange}.`,
  },
}
