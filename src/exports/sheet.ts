import { join } from 'node:path'
import { createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas'
import { BarController, BarElement, Chart, LinearScale, type ChartConfiguration } from 'chart.js'
import type { Heading } from './picture.ts'

/** In points of a phone, which shows a picture about this wide; Telegram keeps 1,280 pixels of it. */
export const WIDTH = 360
export const HEIGHT = 300
export const RATIO = 3.5

export const COLOURS = {
  ground: '#131d29',
  grid: '#22303f',
  muted: '#8fa1b3',
  text: '#f2f6fa',
  up: '#2fb488',
  down: '#e2556a',
  flat: '#8fa1b3',
  buy: '#58b2ff',
  sell: '#ffb547',
  cost: '#c9a5ff',
} as const

/** What draws: a canvas as browsers have it, without the browser. */
export type Pen = SKRSContext2D

export const MARGIN = 14
const FAMILY = 'UndockInter'

Chart.register(BarController, BarElement, LinearScale)

/** Shipped, for a small machine may have no fonts at all. */
for (const weight of [500, 600]) {
  GlobalFonts.registerFromPath(join(import.meta.dirname, `fonts/inter-${weight}.woff2`), FAMILY)
}

/** A font of the sheet, e.g. `font(11, 'bold')`. */
export function font(size: number, weight: 'normal' | 'bold' = 'normal'): string {
  return `${weight === 'bold' ? 600 : 500} ${size}px ${FAMILY}`
}

/** How chart.js is told the same. */
export const AXIS_FONT = { family: FAMILY, size: 10, weight: 500 }

/** One for all: the garbage collector does not see how large a canvas is, and lets hundreds wait. */
const canvas = createCanvas(WIDTH, HEIGHT)
const sheetPen = canvas.getContext('2d')

type Options = NonNullable<ChartConfiguration<'bar'>['options']>

/** One bar for each candle or day: from zero to `y`, or between its two values. */
interface Bars {
  data: { x: number; y: number | number[] }[]
  backgroundColor: string[]
  barThickness: number
  grouped?: boolean
  minBarLength?: number
  borderRadius?: number
}

/** What is on a sheet, besides its heading. */
interface Content {
  bars: Bars[]
  layout: NonNullable<Options['layout']>
  scales: NonNullable<Options['scales']>
  /** Draws over the bars, in points. */
  paint: (pen: Pen) => void
}

/** A sheet with a heading and a chart on it, as PNG. */
export function drawSheet(heading: Heading, { bars, layout, scales, paint }: Content): Buffer {
  // chart.js makes it RATIO times as large, and would do so again the next time.
  canvas.width = WIDTH
  canvas.height = HEIGHT
  const sheet = {
    id: 'sheet',
    beforeDraw() {
      sheetPen.fillStyle = COLOURS.ground
      sheetPen.fillRect(0, 0, WIDTH, HEIGHT)
      writeHeading(sheetPen, heading)
    },
    afterDatasetsDraw: () => paint(sheetPen),
  }
  const chart = new Chart(sheetPen, {
    type: 'bar',
    // chart.js's types know no bars with an x of their own.
    data: { datasets: bars as never },
    options: {
      responsive: false,
      animation: false,
      devicePixelRatio: RATIO,
      events: [],
      layout,
      scales,
    },
    plugins: [sheet],
  })
  const png = canvas.toBuffer('image/png')
  chart.destroy()
  return png
}

function writeHeading(pen: Pen, { title, subtitle, figure, change, trend }: Heading): void {
  const right = WIDTH - MARGIN
  const bold = font(15, 'bold')
  write(pen, figure, { x: right, y: 27, font: bold, align: 'right' })
  const room = right - MARGIN - 12 - pen.measureText(figure).width
  write(pen, title, { x: MARGIN, y: 27, font: bold, room })
  write(pen, subtitle, { x: MARGIN, y: 45, font: font(11), colour: COLOURS.muted })
  const colour = COLOURS[trend]
  write(pen, change, { x: right, y: 45, font: font(11, 'bold'), align: 'right', colour })
}

interface Writing {
  /** Of its baseline. */
  x: number
  y: number
  font: string
  colour?: string
  align?: 'left' | 'right' | 'center'
  /** A longer text is squeezed into so many points. */
  room?: number
}

/** Writes one line. */
export function write(pen: Pen, text: string, writing: Writing): void {
  const { x, y, colour = COLOURS.text, align = 'left', room } = writing
  pen.font = writing.font
  pen.fillStyle = colour
  pen.textAlign = align
  pen.textBaseline = 'alphabetic'
  pen.fillText(text, x, y, room)
}
