import type { Big } from 'big.js'
import { sum } from '../../trading/sum.ts'
import { exact, price, signedMoney } from '../format.ts'
import { pageOf, pagerRow } from '../pager.ts'
import { BLANK, button, lines, type Html, type View } from '../view.ts'
import type { Words } from '../words.ts'
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
export function positionsView(
  words: Words,
  positions: readonly OpenPosition[],
  wanted: Wanted,
): View {
  const { order, asOf } = wanted
  const { positions: w, buttons, asOf: asOfLine } = words.bots
  const page = pageOf(positions.toSorted(BEFORE[order]), wanted.page, PER_PAGE)
  const sorting = ORDERS.map((one) =>
    button(one === order ? `· ${w.orders[one]} ·` : w.orders[one], `positions:${one}`),
  )
  return {
    kind: 'positions',
    text: lines(
      w.title,
      BLANK,
      ...(positions.length === 0 ? [w.none] : page.shown.map((one) => line(words, one))),
      ...together(words, positions),
      BLANK,
      asOfLine(asOf),
    ),
    keyboard: [
      positions.length > 1 ? sorting : [],
      pagerRow(words, page, (number) => `positions:${order}:${number}`),
      [
        button(buttons.reload, `positions:${order}:${page.number}`),
        button(words.general.bots, 'bots'),
      ],
    ].filter((row) => row.length > 0),
  }
}

const ORDERS = ['profit', 'size', 'name'] as const satisfies PositionOrder[]

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

function line(words: Words, { bot, position, gone, priceNow, valued }: OpenPosition): Html {
  if (valued !== undefined) return positionLine(words, valued)
  const { positions: w } = words.bots
  const [base = '', quote = ''] = bot.symbol.split('/')
  const coins = `${exact(position.amount)} ${base}`
  const cost = `${price(position.averageCost)} ${quote}`
  const noBook = priceNow === undefined ? w.noAnswer : w.noBook(price(priceNow))
  return w.unvalued(coins, bot.name, cost, gone ? w.gone : noBook)
}

function together({ bots }: Words, positions: readonly OpenPosition[]): Html[] {
  const profits = positions.flatMap((one) => profitOf(one) ?? [])
  if (positions.length < 2 || profits.length === 0) return []
  const [won, lost] = [
    sum(profits.filter((one) => one.gt(0))),
    sum(profits.filter((one) => one.lt(0))),
  ]
  const usdt = (amount: Big) => signedMoney(amount, 'USDT')
  const unknown = positions.length - profits.length
  const all = usdt(won.plus(lost))
  return [BLANK, bots.positions.together(positions.length, all, usdt(won), usdt(lost), unknown)]
}
