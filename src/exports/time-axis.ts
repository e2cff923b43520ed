import { AXIS_FONT, COLOURS } from './sheet.ts'
import type { Plot } from './plot.ts'

/** Its height in points. */
export const TIME_AXIS = 20

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** Of the lines across, from the shortest; the first that leaves at most six is taken. */
const STEPS = [HOUR, 3 * HOUR, 6 * HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY, 30 * DAY, 91 * DAY]

/** The axis at the bottom: round hours or days, UTC, `shortest` milliseconds apart at least. */
export function timeAxis({ from, to }: Pick<Plot, 'from' | 'to'>, shortest: number) {
  const most = Math.max((to - from) / 6, shortest)
  const step = STEPS.find((one) => one >= most) ?? Math.ceil(most / DAY) * DAY
  return {
    type: 'linear' as const,
    min: from,
    max: to,
    offset: false,
    grid: { color: COLOURS.grid, drawTicks: false, offset: false },
    border: { display: false },
    afterBuildTicks(axis: { ticks: { value: number }[] }) {
      axis.ticks = roundTimes(from, to, step).map((value) => ({ value }))
    },
    afterFit(axis: { height: number; paddingLeft: number; paddingRight: number }) {
      axis.height = TIME_AXIS
      axis.paddingLeft = 0
      axis.paddingRight = 0
    },
    ticks: {
      color: COLOURS.muted,
      font: AXIS_FONT,
      maxRotation: 0,
      autoSkip: false,
      padding: 6,
      callback: (value: number | string) => timeText(Number(value), step),
    },
  }
}

function roundTimes(from: number, to: number, step: number): number[] {
  const first = Math.ceil(from / step) * step
  return Array.from({ length: Math.floor((to - first) / step) + 1 }, (_, i) => first + i * step)
}

function timeText(at: number, step: number): string {
  const date = new Date(at)
  return step < DAY && at % DAY !== 0
    ? `${String(date.getUTCHours()).padStart(2, '0')}:00`
    : date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
}
