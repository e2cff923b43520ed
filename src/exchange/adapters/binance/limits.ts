import { maxNumOrders, percentPriceBySide } from './answers.ts'
import type { Market } from '../../market.ts'

/**
 * What a symbol's filters say of open orders and of prices far from the market.
 * https://github.com/binance/binance-spot-api-docs/blob/master/filters.md
 */
export function binanceLimits(filters: unknown): Pick<Market, 'maxOrders' | 'priceBand'> {
  const all: readonly unknown[] = Array.isArray(filters) ? filters : []
  const most = all.map((one) => maxNumOrders.safeParse(one).data).find((one) => one !== undefined)
  const band = all
    .map((one) => percentPriceBySide.safeParse(one).data)
    .find((one) => one !== undefined)
  return {
    ...(most && { maxOrders: most.maxNumOrders }),
    ...(band && {
      priceBand: {
        buy: { lowest: band.bidMultiplierDown, highest: band.bidMultiplierUp },
        sell: { lowest: band.askMultiplierDown, highest: band.askMultiplierUp },
      },
    }),
  }
}
