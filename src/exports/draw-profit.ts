import { layOut, placeOf, spanOf, type Plot } from './plot.ts'
import type { ProfitPicture } from './picture.ts'
import { COLOURS, drawSheet, font, HEIGHT, MARGIN, type Pen, write } from './sheet.ts'
import { timeAxis } from './time-axis.ts'
import { layoutOf, valueAxis } from './value-axis.ts'

const DAY = 86_400_000

/** What was realized until each day as a line, and on each day as a bar. */
export function drawProfit(picture: ProfitPicture): Buffer {
  const { heading, days } = picture
  const plot = plotOfProfit(picture)
  const colours = days.map(({ realized }) => (realized < 0 ? COLOURS.down : COLOURS.up))
  const width = (plot.right - plot.left) / Math.max(1, days.length)
  const bars = {
    data: days.map(({ at, realized }) => ({ x: at + DAY / 2, y: realized })),
    backgroundColor: colours.map((colour) => `${colour}c0`),
    barThickness: Math.min(26, width * 0.62),
    borderRadius: 1.5,
  }
  return drawSheet(heading, {
    bars: [bars],
    layout: layoutOf(plot),
    scales: { x: timeAxis(plot, DAY), y: valueAxis(plot) },
    paint: (pen) => paint(pen, plot, picture),
  })
}

/** Where the chart lies. Zero is always on it. */
export function plotOfProfit({ days }: ProfitPicture): Plot {
  const to = (days.at(-1)?.at ?? 0) + DAY
  // A day or two alone would be a wall of one bar.
  const from = Math.min(days[0]?.at ?? 0, to - 7 * DAY)
  const values = days.flatMap(({ realized, total }) => [realized, total])
  return layOut({ ...spanOf([0, ...values], 0.09), from, to })
}

function paint(pen: Pen, plot: Plot, { days, quote }: ProfitPicture): void {
  const zero = placeOf(plot, plot.from, 0).y
  const points = [
    placeOf(plot, days[0]?.at ?? plot.from, 0),
    ...days.map(({ at, total }) => placeOf(plot, at + DAY / 2, total)),
  ]
  const last = points.at(-1) ?? { x: plot.left, y: zero }
  trace(pen, points)
  pen.lineTo(last.x, zero)
  pen.lineTo(points[0]?.x ?? last.x, zero)
  const shade = pen.createLinearGradient(0, plot.top, 0, plot.bottom)
  shade.addColorStop(0, `${COLOURS.buy}55`)
  shade.addColorStop(1, `${COLOURS.buy}08`)
  pen.fillStyle = shade
  pen.fill()
  trace(pen, points)
  pen.strokeStyle = COLOURS.buy
  pen.lineWidth = 2.2
  pen.lineJoin = 'round'
  pen.stroke()
  rule(pen, plot, zero)
  dot(pen, last)
  legend(pen, quote)
}

function trace(pen: Pen, points: readonly { x: number; y: number }[]): void {
  pen.beginPath()
  for (const { x, y } of points) pen.lineTo(x, y)
}

function rule(pen: Pen, { left, right }: Plot, y: number): void {
  pen.strokeStyle = `${COLOURS.muted}90`
  pen.lineWidth = 1
  pen.beginPath()
  pen.moveTo(left, y)
  pen.lineTo(right, y)
  pen.stroke()
}

function dot(pen: Pen, { x, y }: { x: number; y: number }): void {
  pen.beginPath()
  pen.arc(x, y, 4, 0, 2 * Math.PI)
  pen.fillStyle = COLOURS.buy
  pen.strokeStyle = COLOURS.ground
  pen.lineWidth = 2
  pen.stroke()
  pen.fill()
}

function legend(pen: Pen, quote: string): void {
  const y = HEIGHT - 13
  const colour = COLOURS.muted
  dot(pen, { x: MARGIN + 5, y: y - 3.5 })
  write(pen, `realized in all, ${quote}`, { x: MARGIN + 15, y, font: font(10), colour })
  const x = MARGIN + 15 + pen.measureText(`realized in all, ${quote}`).width + 14
  pen.fillStyle = COLOURS.up
  pen.fillRect(x, y - 8, 3, 9)
  pen.fillStyle = COLOURS.down
  pen.fillRect(x + 4, y - 5, 3, 6)
  write(pen, 'by the day (UTC)', { x: x + 12, y, font: font(10), colour })
}
