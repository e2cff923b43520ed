import type { ExchangeError } from '../exchange/exchange-error.ts'
import type { Unresolved } from '../trading/reconcile.ts'

/** Why a part of a tick could not be done. */
export type TroubleCause =
  | 'unlisted' // the exchange does not list the pair
  | 'unreadable' // the exchange's row of an order could not be read
  | 'unreached' // a request about an order or a pair got no answer
  | 'unanswered' // the exchange could not answer about an order or a pair
  | 'refused' // the exchange refused the request
  | 'own-fault' // our own code threw

/** What kept a bot from being fully served by a tick. Its neighbours are not affected. */
export interface TickTrouble {
  botId: string
  symbol: string
  cause: TroubleCause
}

/** Each bot and cause once; those that wait to be tried again are in it too. */
export type TickTroubles = readonly TickTrouble[]

/** How a tick of a key ended. */
export type TickResult =
  | { outcome: 'done'; troubles: TickTroubles }
  /** The key, or the exchange as a whole, is the trouble: no bot was served to the end. */
  | { outcome: 'put-off'; error: ExchangeError }
  /** The key is not linked or not healthy, so nothing was due. */
  | { outcome: 'skipped' }

/** What a failed request about one order or pair is reported as. */
export function causeOf({
  error,
  unreadable,
}: Pick<Unresolved, 'error' | 'unreadable'>): TroubleCause {
  if (unreadable === true) return 'unreadable'
  switch (error.code) {
    case 'unlisted':
      return 'unlisted'
    case 'unavailable':
    case 'outcome-unknown':
      return error.source === 'no-answer' ? 'unreached' : 'unanswered'
    case 'key-rejected':
    case 'insufficient-funds':
    case 'order-rejected':
    case 'market-closed':
    case 'not-now':
    case 'order-not-found':
      return 'refused'
  }
}

/** Each bot and cause once. */
export function distinct(troubles: TickTroubles): TickTroubles {
  const byName = troubles.map((one) => [`${one.botId} ${one.symbol} ${one.cause}`, one] as const)
  return [...new Map(byName).values()]
}
