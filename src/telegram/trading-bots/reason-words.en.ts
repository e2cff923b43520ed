import type { PauseReason, Shortage } from '../../trading-bots/trading-bot.ts'
import { exact } from '../format.ts'

/** English for why a bot does not run, or what it waits for, and what to do. */
export const REASONS_EN = {
  'orders-cancelled':
    'the same order was cancelled at the exchange twice in a row, not by Undock. Resume it if it should be placed again',
  trader: 'you paused it',
  disconnect: 'paused by a disconnect that was begun',
  'dead-key': 'the exchange refused its key. Once the key works again, resume the bot',
  restored:
    'Undock was restored from a backup. Look at its orders and its position, then resume it',
  moved:
    'it was made of another bot’s settings and has not run yet. Resume it when it should trade',
  'take-profit': 'its take-profit price was reached: it sold what it held and has ended',
  'stop-loss': 'its stop-loss was reached: it sold what it held and has ended',
  'insufficient-funds':
    'too little was free on the account for its next order, so the exchange refused it. Free some, then resume the bot',
  'coins-missing':
    'coins that it holds by its fills are not on the account any more. Bring them back and resume the bot, or take them off its books: /keys, then the key, then “Compare”',
  'order-rejected':
    'the exchange refused its order by the rules of this pair, such as the smallest order, and with those of now again. Make a new bot with more money for each order, or remove this one',
  'symbol-halted':
    'the exchange does not trade this symbol now. The bot waits and goes on by itself once it is traded again',
  'symbol-delisted':
    'the exchange no longer lists this pair. What the bot holds is still on your account: see at the exchange whether you can convert it, trade it on another pair or withdraw it. You can remove the bot, or resume it if the pair is listed again',
  'coins-by-hand':
    'coins went by hand while Undock could not look. Say whether they were this bot’s: /keys, then the key, then “Compare”',
  'settled-by-hand': 'the coins that went by hand are settled. Resume it when you like',
  'own-fault':
    'a fault of Undock’s own, which its host has in the log. Tell the host, and resume the bot to try again',
} satisfies Record<PauseReason, string>

export function coinsMissing({ coin, needed, present }: Shortage): string {
  const missing = exact(needed.minus(present))
  return `by their fills your bots hold ${exact(needed)} ${coin}, and the account has ${exact(present)} ${coin}, with what rests in orders. ${missing} ${coin} went away by hand. Bring them back and resume the bot, or take them off its books: /keys, then the key, then “Compare”`
}

export function fundsMissing({ coin, needed, present }: Shortage): string {
  return `its next orders need ${exact(needed)} ${coin}, and the account has ${exact(present)} ${coin} free, so the exchange refused them. Bring in ${coin}, or free some that other orders lock, then resume the bot`
}
