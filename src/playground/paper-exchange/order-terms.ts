import { Big } from 'big.js'
import { take, type Book, type Level } from './book.ts'
import type { Ledger } from './ledger.ts'
import type { OrderRequest } from './order.ts'
import { orderRejected } from './refusal.ts'

/** What the book offers an order at a price that it accepts, best first. */
export function takeable(request: OrderRequest, book: Book, mid: Big): Level[] {
  const { side, price, amount, cost } = request
  const levels = book.offers(side === 'buy' ? 'asks' : 'bids', mid)
  const wanted = amount ? { amount } : { cost: cost ?? new Big(0), stepSize: book.stepSize }
  return take(levels, wanted, (offered) => {
    if (!price) return true
    return side === 'buy' ? offered.lte(price) : offered.gte(price)
  })
}

/**
 * Holds an order against what its account has free: a limit buy must be able to pay its limit.
 *
 * @throws {Refusal} -2010 if that is too little.
 */
export function checkBalance(ledger: Ledger, request: OrderRequest, takes: Level[]): void {
  const { account, market, side, price, amount, cost } = request
  const spent = takes.reduce(
    (total, level) => total.plus(level.price.times(level.amount)),
    new Big(0),
  )
  const quoteNeeded = price && amount ? price.times(amount) : (cost ?? spent)
  const needed = side === 'buy' ? quoteNeeded : (amount ?? amountOf(takes))
  if (ledger.get(account, side === 'buy' ? market.quote : market.base).free.lt(needed)) {
    throw orderRejected('Account has insufficient balance for requested action.')
  }
}

/** The base that some levels hold together. */
export function amountOf(levels: Level[]): Big {
  return levels.reduce((total, { amount }) => total.plus(amount), new Big(0))
}
