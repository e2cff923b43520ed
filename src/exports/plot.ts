import { HEIGHT, MARGIN, WIDTH } from './sheet.ts'

/** Where on the sheet a chart lies, in points, and what it spans. */
export interface Plot {
  left: number
  right: number
  top: number
  bottom: number
  /** Of the axis at the right, from bottom to top. */
  low: number
  high: number
  /** Milliseconds. */
  from: number
  to: number
}

/** Lays a chart out beside an axis just wide enough for its labels. */
export function layOut(span: Pick<Plot, 'low' | 'high' | 'from' | 'to'>): Plot {
  const digits = digitsFor(span)
  const longest = Math.max(...[span.low, span.high].map((value) => axisText(value, digits).length))
  const right = WIDTH - 16 - longest * 5.8
  return { ...span, left: MARGIN, right, top: 64, bottom: HEIGHT - 48 }
}

/** Where a value at a moment lies, in points. */
export function placeOf(plot: Plot, at: number, value: number): { x: number; y: number } {
  return {
    x: plot.left + ((at - plot.from) / (plot.to - plot.from)) * (plot.right - plot.left),
    y: plot.bottom - ((value - plot.low) / (plot.high - plot.low)) * (plot.bottom - plot.top),
  }
}

/** Lowest and highest with air above and below; never the same. */
export function spanOf(values: readonly number[], air: number): { low: number; high: number } {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const span = high - low || Math.abs(high) * 0.01 || 1
  return { low: low - span * air, high: high + span * air }
}

/** Digits after the point that tell a tenth of what lies between two lines across. */
export function digitsFor({ low, high }: Pick<Plot, 'low' | 'high'>): number {
  return Math.min(8, Math.max(0, 1 - Math.floor(Math.log10((high - low) / 5))))
}

/** A number on the axis. */
export function axisText(value: number, digits: number): string {
  const fraction = { minimumFractionDigits: digits, maximumFractionDigits: digits }
  return value.toLocaleString('en', fraction)
}
