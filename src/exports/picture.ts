/** A picture to be drawn, as plain data: times in milliseconds, and numbers, for this is a chart. */
export type Picture = PricePicture | ProfitPicture

/** The words above a chart. */
export interface Heading {
  title: string
  /** What the chart shows, e.g. `Binance · last 24 hours`. */
  subtitle: string
  /** The number that matters most, e.g. `58,500 USDT`. */
  figure: string
  /** What became of it, e.g. `+1.4 %`. */
  change: string
  trend: Trend
}

export type Trend = 'up' | 'down' | 'flat'

/** What the price did, with what a bot bought and sold, and what it has resting. */
export interface PricePicture {
  kind: 'price'
  heading: Heading
  candles: readonly PictureCandle[]
  fills: readonly { at: number; side: 'buy' | 'sell'; price: number }[]
  orders: readonly { side: 'buy' | 'sell'; price: number }[]
  averageCost: number | undefined
  priceNow: number
}

export interface PictureCandle {
  at: number
  open: number
  high: number
  low: number
  close: number
}

/** What a bot has earned: by the day, and in all. */
export interface ProfitPicture {
  kind: 'profit'
  heading: Heading
  /** Each UTC day in turn, with what was realized on it and until its end. */
  days: readonly { at: number; realized: number; total: number }[]
  /** The quote coin that it is counted in. */
  quote: string
}
