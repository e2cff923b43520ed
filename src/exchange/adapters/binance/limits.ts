import { Big } from 'big.js'
import { given, isRow, type Row } from '../../dialect/answer-parts.ts'
import type { Market } from '../../market.ts'

/**
 * What a symbol's filters, which ccxt leaves as they came, say of open orders and of prices far from the
 * market. One that lacks a part says nothing.
 *
 * https://github.com/binance/binance-spot-api-docs/blob/master/filters.md
 */
export function binanceLimits(filters: unknown): Pick<Market, 'maxOrders' | 'priceBand'> {
  const all = Array.isArray(filters) ? filters.filter(isRow) : []
  const maxOrders = readFirst(all, 'MAX_NUM_ORDERS', (filter) =>
    numberIn(filter, 'maxNumOrders').toNumber(),
  )
  const priceBand = readFirst(all, 'PERCENT_PRICE_BY_SIDE', (filter) => ({
    buy: bandIn(filter, 'bid'),
    sell: bandIn(filter, 'ask'),
  }))
  return { ...(maxOrders !== undefined && { maxOrders }), ...(priceBand && { priceBand }) }
}

function readFirst<T>(
  filters: readonly Row[],
  type: string,
  read: (filter: Row) => T,
): T | undefined {
  for (const filter of filters) {
    try {
      if (filter['filterType'] === type) return read(filter)
    } catch {
      // It lacks a part.
    }
  }
  return undefined
}

function bandIn(filter: Row, side: 'bid' | 'ask') {
  return {
    lowest: numberIn(filter, `${side}MultiplierDown`),
    highest: numberIn(filter, `${side}MultiplierUp`),
  }
}

function numberIn(filter: Row, name: string): Big {
  return new Big(given(filter[name], name))
}
