import type { Big } from 'big.js'
import { sum } from '../../trading/sum.ts'
import { count, exact, moment, price, signedMoney } from '../format.ts'
import { pageOf, pagerRow } from '../pager.ts'
import { BLANK, button, html, lines, type Html, type View } from '../view.ts'
import type { OpenPosition } from './open-positions.ts'
import { positionLine } from './position-line.ts'

/** In which order positions are listed: what earns most, what is worth most, or by the bot's name. */
export type PositionOrder = 'profit' | 'size' | 'name'

interface Wanted {
  order: PositionOrder
  page: number
  asOf: Date
}

const PER_PAGE = 25

/** `/positions`: what the bots hold, with the profit if sold now. */
export function positionsView(positions: readonly OpenPosition[], wanted: Wanted): View {
  const { order, asOf } = wanted
  const page = pageOf(positions.toSorted(BEFORE[order]), wanted.page, PER_PAGE)
  const sorting = (Object.keys(LABELS) as PositionOrder[]).map((one) =>
    button(one === order ? `· ${LABELS[one]} ·` : LABELS[one], `positions:${one}`),
  )
  return {
    kind: 'positions',
    text: lines(
      html`<b>Open positions</b>, if sold now`,
      BLANK,
      ...(positions.length === 0 ? [html`None: your bots hold no coins.`] : page.shown.map(line)),
      ...together(positions),
      BLANK,
      html`As of ${moment(asOf)}`,
    ),
    keyboard: [
      positions.length > 1 ? sorting : [],
      pagerRow(page, (number) => `positions:${order}:${number}`),
      [button('↻ Reload', `positions:${order}:${page.number}`), button('Bots', 'bots')],
    ].filter((row) => row.length > 0),
  }
}

const LABELS = { profit: 'By profit', size: 'By size', name: 'By name' } as const

const BEFORE: Record<PositionOrder, (a: OpenPosition, b: OpenPosition) => number> = {
  profit: (a, b) => descending(profitOf(a), profitOf(b)),
  size: (a, b) => descending(worthOf(a), worthOf(b)),
  name: (a, b) => a.bot.name.localeCompare(b.bot.name, 'en', { numeric: true }),
}

/** What is unknown comes last. */
function descending(a: Big | undefined, b: Big | undefined): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? 1 : -1
  return b.cmp(a)
}

/** USDT. */
function profitOf({ valued, rate }: OpenPosition): Big | undefined {
  return valued && rate?.times(valued.profit)
}

/** USDT. */
function worthOf({ position, priceNow, rate }: OpenPosition): Big | undefined {
  return priceNow && rate?.times(priceNow).times(position.amount)
}

function line({ bot, position, priceNow, valued }: OpenPosition): Html {
  if (valued !== undefined) return positionLine(valued)
  const [base = '', quote = ''] = bot.symbol.split('/')
  const now =
    priceNow === undefined
      ? 'what it would bring now is unknown, the exchange does not answer'
      : `now about ${price(priceNow)}; what it would bring is unknown, its order book does not come`
  return html`• <b>${exact(position.amount)} ${base}</b> (${bot.name}), cost ${price(position.averageCost)} ${quote}; ${now}`
}

function together(positions: readonly OpenPosition[]): Html[] {
  const profits = positions.flatMap((one) => profitOf(one) ?? [])
  if (positions.length < 2 || profits.length === 0) return []
  const [won, lost] = [
    sum(profits.filter((one) => one.gt(0))),
    sum(profits.filter((one) => one.lt(0))),
  ]
  const unknown = positions.length - profits.length
  const without = unknown === 0 ? '' : `, without ${count(unknown, 'position')} of unknown worth`
  return [
    BLANK,
    html`${count(positions.length, 'position')} together: about <b>${signedMoney(won.plus(lost), 'USDT')}</b> (winners ${signedMoney(won, 'USDT')}, losers ${signedMoney(lost, 'USDT')})${without}`,
  ]
}
