import { axisText, digitsFor, placeOf, type Plot } from './plot.ts'
import type { PricePicture } from './picture.ts'
import { COLOURS, font, HEIGHT, MARGIN, type Pen, WIDTH, write } from './sheet.ts'

/** Draws over the candles what the bot has to do with them: its orders, cost and fills. */
export function markPrice(pen: Pen, plot: Plot, picture: PricePicture): void {
  const { orders, fills, averageCost, priceNow } = picture
  for (const { side, price } of orders.filter((order) => fits(plot, order.price))) {
    line(pen, plot, price, { colour: `${COLOURS[side]}b0`, dash: [2, 3], width: 1 })
  }
  if (averageCost !== undefined && fits(plot, averageCost)) {
    line(pen, plot, averageCost, { colour: COLOURS.cost, dash: [6, 3], width: 1.4 })
  }
  line(pen, plot, priceNow, { colour: `${COLOURS.text}90`, dash: [1, 2], width: 1 })
  pills(pen, plot, picture)
  // Coins that were kept came in at a price of another time.
  const shown = fills.filter(
    ({ at, price }) => at >= plot.from && at <= plot.to && fits(plot, price),
  )
  for (const { at, price, side } of shown) {
    mark(pen, placeOf(plot, at, price), side, sizeFor(shown.length))
  }
  legend(pen, plot, picture)
}

function fits({ low, high }: Plot, price: number): boolean {
  return price > low && price < high
}

interface Stroke {
  colour: string
  dash: number[]
  width: number
}

function line(pen: Pen, plot: Plot, value: number, { colour, dash, width }: Stroke): void {
  const { y } = placeOf(plot, plot.from, value)
  pen.save()
  pen.strokeStyle = colour
  pen.lineWidth = width
  pen.setLineDash(dash)
  pen.beginPath()
  pen.moveTo(plot.left, y)
  pen.lineTo(plot.right, y)
  pen.stroke()
  pen.restore()
}

const PILL = 16

/** The price and the cost on the axis, over whatever labels are there, and never over each other. */
function pills(pen: Pen, plot: Plot, { priceNow, averageCost }: PricePicture): void {
  const price = placeOf(plot, plot.from, priceNow).y
  const shown = [{ value: priceNow, y: price, colour: COLOURS.text as string }]
  if (averageCost !== undefined && fits(plot, averageCost)) {
    const { y } = placeOf(plot, plot.from, averageCost)
    const apart = y < price ? Math.min(y, price - PILL - 1) : Math.max(y, price + PILL + 1)
    shown.push({ value: averageCost, y: apart, colour: COLOURS.cost })
  }
  pen.fillStyle = COLOURS.ground
  for (const { y } of shown) pen.fillRect(plot.right + 1, y - PILL, WIDTH, 2 * PILL)
  const x = (plot.right + WIDTH) / 2
  const look = { font: font(10, 'bold'), colour: COLOURS.ground, align: 'center' } as const
  for (const { value, y, colour } of shown) {
    pen.fillStyle = colour
    pen.beginPath()
    pen.roundRect(plot.right + 3, y - PILL / 2, WIDTH - plot.right - 6, PILL, 4)
    pen.fill()
    write(pen, axisText(value, digitsFor(plot)), { x, y: y + 3.6, ...look })
  }
}

/** Half the width of a mark. */
const LARGE = 5.5
const SMALL = 2.8

/** Many marks would hide the price, so they are smaller. */
function sizeFor(marks: number): number {
  return Math.max(SMALL, LARGE - marks / 25)
}

/** A triangle with its point at the fill: from below for a buy, from above for a sell. */
function mark(
  pen: Pen,
  { x, y }: { x: number; y: number },
  side: 'buy' | 'sell',
  size = LARGE,
): void {
  const away = side === 'buy' ? 1 : -1
  pen.beginPath()
  pen.moveTo(x, y)
  pen.lineTo(x - size, y + away * size * 1.8)
  pen.lineTo(x + size, y + away * size * 1.8)
  pen.closePath()
  pen.fillStyle = COLOURS[side]
  pen.strokeStyle = COLOURS.ground
  pen.lineWidth = 1.5
  pen.lineJoin = 'round'
  pen.stroke()
  pen.fill()
}

function legend(pen: Pen, plot: Plot, { fills, orders, averageCost }: PricePicture): void {
  const shown = fills.filter(({ at }) => at >= plot.from && at <= plot.to)
  const bought = shown.filter(({ side }) => side === 'buy').length
  const y = HEIGHT - 13
  let x = MARGIN
  const say = (text: string, draw: () => void) => {
    draw()
    const room = WIDTH - x - 18
    write(pen, text, { x: x + 14, y, font: font(10), colour: COLOURS.muted, room })
    x += 14 + pen.measureText(text).width + 12
  }
  const stroke = (colour: string, dash: number[]) => {
    const at = { ...plot, left: x, right: x + 11 }
    line(pen, { ...at, bottom: y - 3.5, top: y - 3.5 }, plot.low, { colour, dash, width: 1.6 })
  }
  say(`${bought} bought`, () => mark(pen, { x: x + 5, y: y - 9 }, 'buy'))
  say(`${shown.length - bought} sold`, () => mark(pen, { x: x + 5, y: y + 1.5 }, 'sell'))
  if (averageCost !== undefined) say('average cost', () => stroke(COLOURS.cost, [4, 2]))
  const seen = orders.filter(({ price }) => fits(plot, price)).length
  const words = seen === orders.length ? 'open orders' : `${seen} of ${orders.length} open orders`
  if (orders.length > 0) say(words, () => stroke(COLOURS.sell, [2, 2]))
}
