import { Big } from 'big.js'
import type { ExitPosition } from '../../sagas/exit-plan.ts'
import { exact, signedMoney } from '../format.ts'
import { pageOf, pagerRow } from '../pager.ts'
import { BLANK, button, lines, type View } from '../view.ts'
import type { Words } from '../words.ts'
import { lookAgainRow, shownLine, titleOf, type PlanTitle } from './decision-views.ts'
import { baseOf, quoteOf } from './exit-words.ts'

/** Positions on one page of the checklist: Telegram takes no more than a hundred buttons. */
const PER_PAGE = 20

/** The page of the checklist that has this line, counted from 0. */
export function pageWithLine(line: number): number {
  return Math.floor(line / PER_PAGE) + 1
}

/** A checklist: each tap turns one position. */
export function checklistView(
  words: Words,
  { plan, name }: PlanTitle,
  positions: readonly ExitPosition[],
  wanted: number,
): View {
  const { checklist: w, notNow } = words.disconnect
  const at = `x:${plan.id}:${plan.version}`
  const page = pageOf(positions, wanted, PER_PAGE)
  const sold = positions.filter(({ decision }) => decision === 'close').length
  return {
    kind: 'exit-checklist',
    text: lines(
      w.title(titleOf(words, plan, name)),
      w.ticked(sold, positions.length),
      BLANK,
      ...page.shown.map((one) => shownLine(words, one)),
    ),
    keyboard: [
      ...page.shown.map((one, i) => [
        button(
          (one.decision === 'close' ? w.sell : w.keep)(
            `${coinsOf(one, positions)} ${signedMoney(one.profitShown, quoteOf(one.symbol))}`,
          ),
          `${at}:t${(page.number - 1) * PER_PAGE + i}`,
        ),
      ]),
      pagerRow(words, page, (number) => `${at}:p${number}`),
      [button(w.done, `${at}:done`, 'primary')],
      lookAgainRow(words, plan, page.shown),
      [button(notNow, `${at}:leave`)],
    ].filter((row) => row.length > 0),
  }
}

/** `BTC`, or `0.001688 BTC` where another position is of the same coin. */
function coinsOf({ symbol, amount }: ExitPosition, all: readonly ExitPosition[]): string {
  const base = baseOf(symbol)
  const isOnly = all.filter((one) => baseOf(one.symbol) === base).length === 1
  return isOnly ? base : `${exact(amount.prec(4, Big.roundDown))} ${base}`
}
