import type { ExitPosition } from '../../sagas/exit-plan.ts'
import { signedMoney } from '../format.ts'
import { pageOf, pagerRow } from '../pager.ts'
import { BLANK, button, html, lines, type View } from '../view.ts'
import { shownLine, titleOf, type PlanTitle } from './decision-views.ts'
import { baseOf, quoteOf } from './exit-words.ts'

/** Positions on one page of the checklist: Telegram takes no more than a hundred buttons. */
const PER_PAGE = 20

/** The page of the checklist that has this line, counted from 0. */
export function pageWithLine(line: number): number {
  return Math.floor(line / PER_PAGE) + 1
}

/** A checklist: each tap turns one position. */
export function checklistView(
  { plan, name }: PlanTitle,
  positions: readonly ExitPosition[],
  wanted: number,
): View {
  const at = `x:${plan.id}:${plan.version}`
  const page = pageOf(positions, wanted, PER_PAGE)
  const sold = positions.filter(({ decision }) => decision === 'close').length
  return {
    kind: 'exit-checklist',
    text: lines(
      html`<b>${titleOf(plan, name)}</b>: choose`,
      html`Ticked positions are sold, the others are kept: ${sold} of ${positions.length} ticked.`,
      BLANK,
      ...page.shown.map(shownLine),
    ),
    keyboard: [
      ...page.shown.map((one, i) => [
        button(
          `${one.decision === 'close' ? '☑ sell' : '☐ keep'} ${baseOf(one.symbol)} ${signedMoney(one.profitShown, quoteOf(one.symbol))}`,
          `${at}:t${(page.number - 1) * PER_PAGE + i}`,
        ),
      ]),
      pagerRow(page, (number) => `${at}:p${number}`),
      [button('Done', `${at}:done`, 'primary')],
      [button('Not now', `${at}:leave`)],
    ].filter((row) => row.length > 0),
  }
}
