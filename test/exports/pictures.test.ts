import { createCanvas, loadImage, type SKRSContext2D } from '@napi-rs/canvas'
import { beforeAll, describe, expect, test } from 'vitest'
import { draw } from '../../src/exports/draw.ts'
import { plotOfPrice } from '../../src/exports/draw-price.ts'
import { plotOfProfit } from '../../src/exports/draw-profit.ts'
import type { Picture, PricePicture, ProfitPicture } from '../../src/exports/picture.ts'
import { placeOf } from '../../src/exports/plot.ts'
import { COLOURS, HEIGHT, RATIO, WIDTH } from '../../src/exports/sheet.ts'

const HOUR = 3_600_000
const MIDNIGHT = Date.parse('2026-11-25T00:00:00Z')
const HEADING = {
  title: 'Grid BTC/USDT',
  subtitle: 'Binance · last 24 hours',
  figure: '60,000 USDT',
  change: '+0.5 %',
  trend: 'up',
} as const

/** A day in which the price saws between 59,000 and 61,000. */
function aPriceDay(overrides: Partial<PricePicture> = {}): PricePicture {
  return {
    kind: 'price',
    heading: HEADING,
    candles: Array.from({ length: 24 }, (_, i) => {
      const [open, close] = i % 2 === 0 ? [59_000, 61_000] : [61_000, 59_000]
      return { at: MIDNIGHT + i * HOUR, open, high: 61_100, low: 58_900, close }
    }),
    fills: [],
    orders: [],
    averageCost: undefined,
    priceNow: 60_000,
    ...overrides,
  }
}

function profitOf(...realized: number[]): ProfitPicture {
  let total = 0
  const days = realized.map((one, i) => {
    total += one
    return { at: MIDNIGHT + i * 24 * HOUR, realized: one, total }
  })
  return { kind: 'profit', heading: HEADING, days, quote: 'USDT' }
}

/** The picture as a browser would show it: what colour is at a place, in points. */
async function look(picture: Picture) {
  const image = await loadImage(draw(picture))
  const pen = createCanvas(image.width, image.height).getContext('2d')
  pen.drawImage(image, 0, 0)
  return {
    size: [image.width, image.height],
    at: ({ x, y }: { x: number; y: number }) => colourAt(pen, x * RATIO, y * RATIO),
  }
}

function colourAt(pen: SKRSContext2D, x: number, y: number): string {
  const [red = 0, green = 0, blue = 0] = pen.getImageData(Math.round(x), Math.round(y), 1, 1).data
  return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`
}

const under = ({ x, y }: { x: number; y: number }) => ({ x, y: y + 6 })
const over = ({ x, y }: { x: number; y: number }) => ({ x, y: y - 6 })

describe('a picture of the price', () => {
  const fills = [
    { at: MIDNIGHT + 5.5 * HOUR, side: 'buy', price: 59_200 },
    { at: MIDNIGHT + 17.5 * HOUR, side: 'sell', price: 60_800 },
  ] as const
  const picture = aPriceDay({ fills, averageCost: 59_400 })
  const plot = plotOfPrice(picture)
  let seen: Awaited<ReturnType<typeof look>>
  beforeAll(async () => {
    seen = await look(picture)
  })

  test('is a PNG that Telegram need not shrink', () => {
    expect(seen.size).toEqual([WIDTH * RATIO, HEIGHT * RATIO])
    expect(Math.max(...seen.size)).toBeLessThanOrEqual(1_280)
  })

  test('has each fill where and when it was: buys point up to it, sells down', () => {
    for (const { at, side, price } of fills) {
      const place = placeOf(plot, at, price)
      expect(seen.at(side === 'buy' ? under(place) : over(place))).toBe(COLOURS[side])
      expect(seen.at(side === 'buy' ? over(place) : under(place))).not.toBe(COLOURS[side])
    }
  })

  test('has candles in the colour of what they did', () => {
    const middle = (hour: number) => placeOf(plot, MIDNIGHT + (hour + 0.5) * HOUR, 60_300)
    expect(seen.at(middle(8))).toBe(COLOURS.up)
    expect(seen.at(middle(9))).toBe(COLOURS.down)
  })

  test('tells the average cost and the price on the axis', () => {
    const onAxis = (price: number) => ({ x: plot.right + 5, y: placeOf(plot, plot.from, price).y })
    expect(seen.at(onAxis(59_400))).toBe(COLOURS.cost)
    expect(seen.at(onAxis(60_000))).toBe(COLOURS.text)
  })

  test('leaves out orders that would flatten what the price did', () => {
    const orders = [
      { side: 'sell', price: 62_000 },
      { side: 'sell', price: 90_000 },
    ] as const
    const { low, high } = plotOfPrice(aPriceDay({ orders }))

    expect(high).toBeGreaterThan(62_000)
    expect(high).toBeLessThan(63_000)
    expect(low).toBeGreaterThan(58_000)
  })

  test.each([
    ['stood still', aPriceDay({ candles: aPriceDay().candles.map(still) })],
    ['is tiny', scaled(1e-10)],
    ['is huge', scaled(1e6)],
    ['has one candle only', aPriceDay({ candles: aPriceDay().candles.slice(0, 1) })],
  ])('can be drawn when the price %s', async (_, one) => {
    expect((await look(one)).size).toEqual([WIDTH * RATIO, HEIGHT * RATIO])
  })
})

describe('a picture of the profit', () => {
  test('has gains above the line and losses below it', async () => {
    const picture = profitOf(4, -2, 0, 6)
    const plot = plotOfProfit(picture)
    const seen = await look(picture)
    const onDay = (day: number, value: number) =>
      placeOf(plot, MIDNIGHT + (day + 0.5) * 24 * HOUR, value)

    expect(seen.at(onDay(3, 8))).toBe(COLOURS.buy)
    expect(seen.at(onDay(1, -1))).not.toBe(seen.at(onDay(1, -2.3)))
    expect(seen.at(onDay(3, -1))).toBe(COLOURS.ground)
  })

  test.each([[[0]], [[-3]], [Array.from({ length: 800 }, (_, i) => Math.sin(i))]])(
    'can be drawn of any number of days',
    async (days) => {
      expect((await look(profitOf(...days))).size).toEqual([WIDTH * RATIO, HEIGHT * RATIO])
    },
  )
})

function still({ at }: { at: number }) {
  return { at, open: 60_000, high: 60_000, low: 60_000, close: 60_000 }
}

function scaled(factor: number): PricePicture {
  const { candles, priceNow } = aPriceDay()
  return aPriceDay({
    priceNow: priceNow * factor,
    candles: candles.map(({ at, open, high, low, close }) => ({
      at,
      open: open * factor,
      high: high * factor,
      low: low * factor,
      close: close * factor,
    })),
  })
}
