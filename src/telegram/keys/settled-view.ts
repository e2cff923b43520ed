import type { TakenOff } from '../../trading-bots/sold-by-hand.ts'
import { baseOf, capped, quoteOf } from '../disconnect/exit-words.ts'
import { exact, money, signedMoney } from '../format.ts'
import { button, html, lines, type Html, type View } from '../view.ts'

/** What the trader said is done. */
export function settledView(keyId: string, taken: readonly TakenOff[]): View {
  return {
    kind: 'coins-settled',
    text: lines(
      ...(taken.length === 0
        ? [html`✅ The books stay as they are: the coins that you sold were your own.`]
        : [
            html`✅ <b>Taken off the books</b>, marked as by hand in /export:`,
            ...capped(taken.map(takenLine)),
          ]),
      html`Nothing was bought or sold by this. Your bots stay paused until you resume them.`,
    ),
    keyboard: [
      [button('Resume the bots', `bots:resume:${keyId}`, 'success'), button('Bots', 'bots')],
    ],
  }
}

function takenLine({ bot, amount, cost, realized }: TakenOff): Html {
  const quote = quoteOf(bot.symbol)
  return html`• ${bot.name}: ${exact(amount)} ${baseOf(bot.symbol)} for about ${money(cost, quote)}, realized about ${signedMoney(realized, quote)}`
}
