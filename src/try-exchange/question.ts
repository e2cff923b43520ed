import type { Exchange, MarketSource, OrderBook } from '../exchange/exchange.ts'

/** What may be asked of an account without changing anything there. */
type ReadOnly = Pick<
  Exchange,
  | 'listsAllOrders'
  | 'fetchAccount'
  | 'fetchRights'
  | 'fetchOpenOrders'
  | 'fetchOrderFills'
  | 'fetchFills'
  | 'findOrder'
  | 'findOrderById'
>

/** What the first questions are asked with: they tell what there is to ask about. */
export interface AskingFirst {
  markets: MarketSource
  /** Milliseconds by which our clock is ahead of the exchange's. */
  clockAhead: () => Promise<number>
}

/** What all others are asked with. */
export interface Asking extends AskingFirst {
  exchange: ReadOnly
  /** The same key with one letter of its secret changed. */
  wrong: ReadOnly
  symbol: string
  /** The book of a market that does not exist. */
  fetchBookOfNone: () => Promise<OrderBook>
  now: () => Date
  /** An order that is not there, by our form of an id and by the exchange's. */
  nowhere: { clientOrderId: string; id: string }
}

/** One thing to ask of an exchange. */
export interface Question<A = Asking> {
  name: string
  /** The right answer is a refusal, or may be one. */
  refused?: true
  /** Why it is not asked; undefined: it is. */
  skip?: (asking: A) => string | undefined
  /** What is wrong with the answer as our parsers read it; none of it says a value. */
  ask: (asking: A) => Promise<readonly string[]>
}
