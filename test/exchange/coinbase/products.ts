import type { Market } from '../../../src/playground/paper-exchange/markets.ts'
import { productIdOf, type Asked, type CoinbaseDeps } from './route.ts'

/**
 * All products with their states.
 * https://docs.cdp.coinbase.com/api-reference/advanced-trade-api/rest-api/public/list-public-products
 */
export function products(deps: CoinbaseDeps, { fields }: Asked) {
  const listed = fields.allows('product_type', 'SPOT') ? deps.spot.listings.list() : []
  return { products: listed.map((market) => productRow(deps, market)), num_products: listed.length }
}

function productRow({ spot, coinbase }: CoinbaseDeps, market: Market) {
  const { base, quote } = market
  const { tickSize, stepSize, minAmount, maxAmount, minCost } = spot.listings.rulesOf(market)
  const flags = coinbase.flags.get(market.symbol) ?? []
  const status = spot.listings.statusOf(market)
  const mid = spot.midOf(market).toFixed()
  return {
    product_id: productIdOf(market),
    price: mid,
    price_percentage_change_24h: '0',
    volume_24h: '0',
    volume_percentage_change_24h: '0',
    base_increment: stepSize.toFixed(),
    quote_increment: tickSize.toFixed(),
    quote_min_size: minCost.toFixed(),
    quote_max_size: '150000000',
    base_min_size: minAmount.toFixed(),
    base_max_size: maxAmount.toFixed(),
    base_name: base,
    quote_name: quote,
    watched: false,
    is_disabled: flags.includes('is_disabled'),
    new: false,
    status: 'online',
    cancel_only: flags.includes('cancel_only') || status === 'cancel-only',
    limit_only: flags.includes('limit_only'),
    post_only: flags.includes('post_only'),
    trading_disabled: flags.includes('trading_disabled') || status === 'halted',
    auction_mode: flags.includes('auction_mode'),
    product_type: 'SPOT',
    quote_currency_id: quote,
    base_currency_id: base,
    fcm_trading_session_details: null,
    mid_market_price: mid,
    alias: '',
    alias_to: [],
    base_display_symbol: base,
    quote_display_symbol: quote,
    view_only: flags.includes('view_only'),
    price_increment: tickSize.toFixed(),
    display_name: productIdOf(market),
    product_venue: 'CBE',
    approximate_quote_24h_volume: '0',
  }
}
