import { EXCHANGE_FACTS } from '../../exchange/adapters/registry.ts'
import type { Key } from '../../keys/key.ts'
import type { MissingCoins } from '../../trading-bots/missing-repo.ts'
import type { TradingBot } from '../../trading-bots/trading-bot.ts'
import { baseOf, quoteOf } from '../disconnect/exit-words.ts'
import { exact, price as priceText } from '../format.ts'
import { button, type Html, type View } from '../view.ts'
import type { Words } from '../words.ts'

/** Coins that are missing on an account, and the bots that hold them by their books. */
interface MissingOf {
  key: Key
  bots: readonly TradingBot[]
  missing: readonly MissingCoins[]
}

/** Which coins seem to have gone by hand, and why their bots stand still. */
export function missingLines(words: Words, { bots, missing, key }: MissingOf): Html[] {
  const { name } = EXCHANGE_FACTS[key.exchange]
  const { compared: w } = words.keys
  const some = missing.flatMap((one) => {
    const bot = bots.find(({ id }) => id === one.botId)
    return bot === undefined ? [] : [{ ...one, bot }]
  })
  const sure = some.every(({ amount, least }) => amount.eq(least))
  return [
    ...some.map((one) => w.missing(one.bot.name, missingText(words, one, name))),
    sure ? w.sure(some.length) : w.unsure(some.length),
  ]
}

function missingText(
  { keys: { compared: w } }: Words,
  { amount, least, price, bot }: MissingCoins & { bot: TradingBot },
  exchange: string,
): string {
  const coins = {
    exchange,
    base: baseOf(bot.symbol),
    quote: quoteOf(bot.symbol),
    amount: exact(amount),
    least: exact(least),
    price: price && priceText(price),
  }
  if (least.eq(0)) return w.soldWhileThere(coins)
  return amount.eq(least) ? w.short(coins) : w.soldAndShort(coins)
}

/** One-time tokens for the answers: the coins were the bots’, or the trader’s own. */
export interface MissingTokens {
  bots: string
  own: string
}

/** One answer where there is no doubt, two where only the trader can tell. */
export function missingAnswers(
  { keys: { compared: w } }: Words,
  { missing, bots }: Pick<MissingOf, 'missing' | 'bots'>,
  tokens: MissingTokens,
): View['keyboard'] {
  const [first] = missing
  if (first === undefined) return []
  const bot = bots.find(({ id }) => id === first.botId)
  const coins =
    missing.length === 1 && bot !== undefined
      ? `${exact(first.amount)} ${baseOf(bot.symbol)}`
      : w.them
  if (missing.every(({ amount, least }) => amount.eq(least))) {
    return [[button(w.buttons.takeOff(coins), `cmp:${tokens.bots}`)]]
  }
  const { own, onlyMissing } = w.buttons
  return [
    [button(w.buttons.yesTakeOff(coins), `cmp:${tokens.bots}`)],
    [button(missing.every(({ least }) => least.eq(0)) ? own : onlyMissing, `cmp:${tokens.own}`)],
  ]
}
