import { axisText, type Plot } from './plot.ts'
import { AXIS_FONT, COLOURS, HEIGHT, WIDTH } from './sheet.ts'
import { TIME_AXIS } from './time-axis.ts'

/** The axis at the right, as wide as the plot leaves it. */
export function valueAxis({ low, high, right }: Plot) {
  return {
    type: 'linear' as const,
    position: 'right' as const,
    min: low,
    max: high,
    grid: { color: COLOURS.grid, drawTicks: false },
    border: { display: false },
    afterFit(axis: { width: number; paddingTop: number; paddingBottom: number }) {
      axis.width = WIDTH - right
      axis.paddingTop = 0
      axis.paddingBottom = 0
    },
    ticks: {
      color: COLOURS.muted,
      font: AXIS_FONT,
      padding: 8,
      maxTicksLimit: 5,
      includeBounds: false,
      callback: (value: number | string, _: number, ticks: readonly { value: number }[]) =>
        axisText(Number(value), Math.max(...ticks.map((tick) => decimalsOf(tick.value)))),
    },
  }
}

/** What chart.js is told so that its lines fall where the plot says. */
export function layoutOf({ left, top, bottom }: Plot) {
  return {
    autoPadding: false,
    padding: { left, top, right: 0, bottom: HEIGHT - bottom - TIME_AXIS },
  }
}

function decimalsOf(value: number): number {
  return (
    value
      .toFixed(8)
      .replace(/\.?0+$/, '')
      .split('.')[1]?.length ?? 0
  )
}
