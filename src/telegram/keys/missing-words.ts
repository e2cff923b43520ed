import type { Big } from 'big.js'
import { EXCHANGE_FACTS } from '../../exchange/known-exchanges.ts'
import type { Key } from '../../keys/key.ts'
import type { MissingCoins } from '../../trading-bots/missing-repo.ts'
import type { TradingBot } from '../../trading-bots/trading-bot.ts'
import { baseOf, quoteOf } from '../disconnect/exit-words.ts'
import { exact, price as priceText } from '../format.ts'
import { button, html, type Html, type View } from '../view.ts'

/** Coins that are missing on an account, and the bots that hold them by their books. */
interface MissingOf {
  key: Key
  bots: readonly TradingBot[]
  missing: readonly MissingCoins[]
}

/** Which coins seem to have gone by hand, and why their bots stand still. */
export function missingLines({ bots, missing, key }: MissingOf): Html[] {
  const { name } = EXCHANGE_FACTS[key.exchange]
  const some = missing.flatMap((one) => {
    const bot = bots.find(({ id }) => id === one.botId)
    return bot === undefined ? [] : [{ ...one, bot }]
  })
  const sure = some.every(({ amount, least }) => amount.eq(least))
  return [
    ...some.map((one) => html`⚠️ <b>${one.bot.name}</b>: ${missingWords(one, name)}`),
    sure
      ? html`If you sold or moved them, take them off the books. If they come back to the account, let me compare again. Until then ${those(some)} paused: otherwise coins that are not there would be sold.`
      : html`<b>Were these the ${some.length === 1 ? 'bot’s' : 'bots’'} coins?</b> Until you say so ${those(some)} paused: otherwise coins that are gone, or your own, would be sold.`,
  ]
}

function those(some: readonly unknown[]): string {
  return some.length === 1 ? 'the bot stays' : 'these bots stay'
}

function missingWords(
  { amount, least, price, bot }: MissingCoins & { bot: TradingBot },
  exchange: string,
): string {
  const [base, quote] = [baseOf(bot.symbol), quoteOf(bot.symbol)]
  if (least.eq(0)) {
    return `you sold ${exact(amount)} ${base} by hand${soldAt(price, quote)}. ${exchange} still shows enough ${base} for its books`
  }
  const short = `${exact(least)} ${base} of its books are not on the account any more`
  if (amount.eq(least)) return `${short}${price ? `: sold by hand${soldAt(price, quote)}` : ''}`
  return `you sold ${exact(amount)} ${base} by hand${soldAt(price, quote)}, and ${short}`
}

function soldAt(price: Big | undefined, quote: string): string {
  return price === undefined ? '' : ` at about ${priceText(price)} ${quote}`
}

/** One-time tokens for the answers: the coins were the bots’, or the trader’s own. */
export interface MissingTokens {
  bots: string
  own: string
}

/** One answer where there is no doubt, two where only the trader can tell. */
export function missingAnswers(
  { missing, bots }: Pick<MissingOf, 'missing' | 'bots'>,
  tokens: MissingTokens,
): View['keyboard'] {
  const [first] = missing
  if (first === undefined) return []
  const bot = bots.find(({ id }) => id === first.botId)
  const coins =
    missing.length === 1 && bot !== undefined
      ? `${exact(first.amount)} ${baseOf(bot.symbol)}`
      : 'them'
  if (missing.every(({ amount, least }) => amount.eq(least))) {
    return [[button(`Take ${coins} off the books`, `cmp:${tokens.bots}`)]]
  }
  const own = missing.every(({ least }) => least.eq(0))
    ? 'No, they were my own'
    : 'No: take off only what is not there any more'
  return [
    [button(`Yes: take ${coins} off the books`, `cmp:${tokens.bots}`)],
    [button(own, `cmp:${tokens.own}`)],
  ]
}
