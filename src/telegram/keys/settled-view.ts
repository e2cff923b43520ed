import type { TakenOff } from '../../trading-bots/sold-by-hand.ts'
import { baseOf, capped, quoteOf } from '../disconnect/exit-words.ts'
import { exact, money, signedMoney } from '../format.ts'
import { button, lines, type Html, type View } from '../view.ts'
import type { Words } from '../words.ts'

/** What the trader said is done. */
export function settledView(words: Words, keyId: string, taken: readonly TakenOff[]): View {
  const { compared: w } = words.keys
  return {
    kind: 'coins-settled',
    text: lines(
      ...(taken.length === 0
        ? [w.settledOwn]
        : [
            w.settled,
            ...capped(
              words,
              taken.map((one) => takenLine(words, one)),
            ),
          ]),
      w.onlySettled,
    ),
    keyboard: [
      [button(w.buttons.resume, `bots:resume:${keyId}`, 'success'), button(w.buttons.bots, 'bots')],
    ],
  }
}

function takenLine({ keys }: Words, { bot, amount, cost, realized }: TakenOff): Html {
  const quote = quoteOf(bot.symbol)
  const coins = `${exact(amount)} ${baseOf(bot.symbol)}`
  return keys.compared.taken(bot.name, coins, money(cost, quote), signedMoney(realized, quote))
}
