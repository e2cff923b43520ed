import { layOut, spanOf, type Plot } from './plot.ts'
import type { PictureCandle, PricePicture } from './picture.ts'
import { markPrice } from './price-marks.ts'
import { COLOURS, drawSheet } from './sheet.ts'
import { timeAxis } from './time-axis.ts'
import { layoutOf, valueAxis } from './value-axis.ts'

const HOUR = 3_600_000

/** Candles with the bot's fills as marks and its open orders as lines. */
export function drawPrice(picture: PricePicture): Buffer {
  const plot = plotOfPrice(picture)
  const width = (plot.right - plot.left) / Math.max(1, picture.candles.length)
  const wicks = barsOf(picture, Math.max(0.6, width * 0.16), ({ low, high }) => [low, high])
  const bodies = barsOf(picture, width * 0.72, ({ open, close }) => [open, close])
  return drawSheet(picture.heading, {
    bars: [wicks, bodies],
    layout: layoutOf(plot),
    scales: { x: timeAxis(plot, HOUR), y: valueAxis(plot) },
    paint: (pen) => markPrice(pen, plot, picture),
  })
}

function barsOf(
  picture: PricePicture,
  barThickness: number,
  between: (candle: PictureCandle) => [number, number],
) {
  const { candles } = picture
  return {
    data: candles.map((candle) => ({
      x: candle.at + lengthOf(picture) / 2,
      y: between(candle).toSorted((a, b) => a - b),
    })),
    backgroundColor: candles.map(({ open, close }) => COLOURS[close >= open ? 'up' : 'down']),
    barThickness,
    grouped: false,
    minBarLength: 0.8,
  }
}

/** Where the chart lies. Orders and a cost far from what the price did are left out of it. */
export function plotOfPrice(picture: PricePicture): Plot {
  const { candles, fills, orders, averageCost, priceNow } = picture
  const from = candles[0]?.at ?? 0
  const to = (candles.at(-1)?.at ?? 0) + lengthOf(picture)
  const core = [
    ...candles.flatMap(({ low, high }) => [low, high]),
    ...fills.filter(({ at }) => at >= from && at <= to).map(({ price }) => price),
    priceNow,
  ]
  const reach = spanOf(core, 0.6)
  const others = [...orders.map(({ price }) => price), averageCost ?? priceNow]
  const near = others.filter((price) => price > reach.low && price < reach.high)
  return layOut({ ...spanOf([...core, ...near], 0.07), from, to })
}

function lengthOf({ candles }: PricePicture): number {
  const [first, second] = candles
  return first && second ? second.at - first.at : HOUR
}
