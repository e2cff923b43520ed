import type { Big } from 'big.js'
import { roundDownTo, roundUpTo } from '../exchange/market.ts'
import { addSeconds } from '../lib/clock.ts'
import { isPlaceable, smaller } from '../strategies/order-minimum.ts'
import type { Order } from '../trading/order.ts'
import { mayBeFee } from '../trading/position.ts'
import { sum } from '../trading/sum.ts'
import { isPassing, type Cause, type ExitPosition } from './exit-plan.ts'
import { ask, type Answer } from './exit-question.ts'
import type { Valued } from './valuation.ts'

/** Sales in a row that the exchange did not take in before the trader is asked. */
const MOST_TRIES = 5
/** A pair that is listed as open and takes no sale is tried again after so long, then twice as long. */
const CLOSED_SECONDS = 60

/** What is known about one bot's position: what was decided, what is held, what was tried. */
export interface Look {
  /** Undefined where nobody decided anything and nothing is left to decide. */
  decided: ExitPosition | undefined
  /** `dust`: less than one step of its market. */
  held: Valued | 'dust' | undefined
  /** The plan's own sales of it, oldest first. */
  sales: readonly Order[]
  /** What the account has of the coin. */
  balance: { free: Big; used: Big }
  /** Coins that were to be sold have not been there for so long that no cache explains it. */
  missingLong: boolean
  /** Its own orders or fills that are not known for certain; undefined when all are. */
  unsettled: Unsettled | undefined
  /** What the exchange said when it refused the last sale, if this run has heard it. */
  said: string | undefined
  answer: Answer | undefined
  /** Its open question is a day old. */
  stale: boolean
  feeRate: Big
  now: Date
}

interface Unsettled {
  /** For so long that the trader is asked. */
  long: boolean
  /** What the exchange said, if it refused. */
  said: string | undefined
  /** What is known of its pair. */
  pair: 'traded' | 'paused' | 'gone'
  /** A closing sale of it is among them, so what is on record as held may be sold. */
  mayBeSold: boolean
}

/** What became of a position; undefined where there never was one. */
export function judge(look: Look): ExitPosition | undefined {
  const { decided, held, answer, unsettled } = look
  if (decided === undefined) return undefined
  if (decided.outcome === 'left') return decided
  if (unsettled !== undefined) return judgeUnsettled(decided, look, unsettled)
  // It was sold after all, a moment before the trader chose to keep it.
  const isSoldOut = held === undefined && soldOf(look).gt(0)
  if (answer === 'keep' && !isSoldOut) return asKept({ ...decided, decision: 'keep' }, held)
  if (isKept(decided) && !grewFromDust(decided, held)) return asKept(decided, held)
  if (held === undefined) return { ...decided, outcome: endedAs(decided), cause: undefined }
  if (held === 'dust' || (held.state !== 'gone' && !held.sellable)) {
    return endedSmall(decided, look)
  }
  const wanted = answer === 'sell' ? ({ ...decided, decision: 'close' } as const) : decided
  return judgeHeld(wanted, held, look)
}

/** Its orders hold up a position until they are over; after a while, or on a paused pair, the trader is asked. */
function judgeUnsettled(
  decided: ExitPosition,
  look: Look,
  { long, said, pair, mayBeSold }: Unsettled,
): ExitPosition {
  const { answer, stale, held, feeRate } = look
  const passes = isPassing(decided.cause)
  const cause = mayBeSold ? 'unknown-sale' : PAIR_CAUSES[pair]
  if (answer === 'keep') {
    const kept = { ...decided, decision: 'keep' } as const
    // What may be sold is not kept.
    if (mayBeSold) return { ...kept, outcome: 'left', cause }
    return { ...kept, outcome: passes ? 'left' : 'kept' }
  }
  const open = decided.outcome === 'asked' && passes
  const again = stale || answer === 'look'
  if (open ? !again : !(long || cause === 'paused')) return decided
  const valued = held === 'dust' ? undefined : held
  return ask(decided, { cause, said, held: valued, sold: soldOf(look), feeRate })
}

const PAIR_CAUSES = { traded: 'unanswered', paused: 'paused', gone: 'unlisted' } as const

/** What is held and could be sold if nothing kept it from that. */
function judgeHeld(decided: ExitPosition, held: Valued, look: Look): ExitPosition {
  const { answer, stale, missingLong, now, feeRate, said } = look
  const isOpen = decided.outcome === 'asked' && answer !== 'sell' && answer !== 'look' && !stale
  const askFor = (cause: Cause): ExitPosition => {
    if (isOpen && decided.cause === cause) return decided
    return ask(decided, { cause, held, sold: soldOf(look), feeRate, said: said ?? decided.said })
  }

  if (held.state === 'gone') return askFor('unlisted')
  if (held.state === 'paused' || isClosed(look.sales, now)) return askFor('paused')
  if (isOpen && !isPassing(decided.cause)) return decided

  const away = whyNotFree(decided, held, look)
  if (away === 'absent' && isOnlyFee(held, look)) return endedSmall(decided, look)
  if (away !== undefined) {
    if (isOpen && decided.cause === away) return decided
    return missingLong ? askFor(away) : { ...decided, outcome: 'missing' }
  }
  if (answer === 'sell') return goOn(decided)

  const next = nextSale(decided, held, look)
  const isDecided = decided.decision === 'close' && next !== undefined
  const hasPassed = decided.outcome === 'asked' && isPassing(decided.cause)
  if (isDecided && (hasPassed || mayGoOn(look.sales, next))) return goOn(decided)
  return askFor(causeOf(isDecided, held, look.sales))
}

function goOn(decided: ExitPosition): ExitPosition {
  return { ...decided, outcome: undefined, cause: undefined, said: undefined }
}

function isKept({ decision, outcome, cause }: ExitPosition): boolean {
  return decision === 'keep' && (outcome !== 'asked' || isPassing(cause))
}

function asKept(decided: ExitPosition, held: Look['held']): ExitPosition {
  if (held !== undefined && held !== 'dust' && held.state === 'gone') {
    return { ...decided, outcome: 'unlisted' }
  }
  return { ...decided, outcome: decided.outcome === 'dust' ? 'dust' : 'kept' }
}

/** Nobody decided to keep what was too small to sell, and was bought on since. */
function grewFromDust({ outcome, amount }: ExitPosition, held: Look['held']): boolean {
  if (outcome !== 'dust' || held === undefined || held === 'dust') return false
  return held.state !== 'gone' && held.sellable && held.position.amount.gt(amount)
}

/** How a position ended of which nothing is left. */
function endedAs({ outcome }: ExitPosition): ExitPosition['outcome'] {
  return outcome === 'asked' ? 'sold' : (outcome ?? 'sold')
}

/** How a position ended of which too little is left for a sale. */
function endedSmall(decided: ExitPosition, look: Look): ExitPosition {
  return { ...decided, outcome: soldOf(look).gt(0) ? 'sold' : 'dust', cause: undefined }
}

/** Whether no more is missing than fees that the exchange did not report. */
function isOnlyFee({ position }: Valued, { balance, feeRate }: Look): boolean {
  const missing = position.amount.minus(balance.free).minus(balance.used)
  return missing.lte(mayBeFee(position, feeRate))
}

function soldOf({ sales }: Look): Big {
  return sum(sales.map(({ filled }) => filled))
}

/** Why too few coins are free for any sale: locked in an order that is not ours, or not there at all. */
function whyNotFree(
  { floor }: ExitPosition,
  held: Exclude<Valued, { state: 'gone' }>,
  { balance }: Look,
): 'locked' | 'absent' | undefined {
  const { market, position } = held
  const price = floor.gt(0) ? floor : position.averageCost
  const isEnough = (amount: Big) => isPlaceable(market, price, roundDownTo(market.stepSize, amount))
  if (isEnough(balance.free)) return undefined
  return isEnough(balance.free.plus(balance.used)) ? 'locked' : 'absent'
}

/** The sale that would be next; undefined when nothing that was decided is left. */
function nextSale(
  { amount, floor }: ExitPosition,
  { market, position }: Exclude<Valued, { state: 'gone' }>,
  look: Look,
): { price: Big; amount: Big } | undefined {
  // A resting sell of it may have filled since: what is decided is no more than what is held.
  const left = smaller(amount.minus(soldOf(look)), position.amount)
  const price = roundUpTo(market.tickSize, floor)
  if (!isPlaceable(market, price, roundDownTo(market.stepSize, left))) return undefined
  return { price, amount: roundDownTo(market.stepSize, smaller(left, look.balance.free)) }
}

/** Whether the last sale says nothing against another one: it filled whole, or never got there. */
function mayGoOn(sales: readonly Order[], next: { price: Big; amount: Big }): boolean {
  const last = sales.at(-1)
  if (last === undefined || last.filled.eq(last.amount)) return true
  if (last.status === 'rejected') return mayFitAgain(sales, last, next)
  const lost = sales.length - 1 - sales.findLastIndex(({ status }) => status !== 'void')
  return lost > 0 && lost < MOST_TRIES
}

/** A sale that was refused is sent once more: by the balance and the price of now, or by new rules. */
function mayFitAgain(
  sales: readonly Order[],
  last: Order,
  next: { price: Big; amount: Big },
): boolean {
  const refused = sales.length - 1 - sales.findLastIndex(({ status }) => status !== 'rejected')
  if (refused > 1) return false
  if (last.reason === 'insufficient-funds' || last.reason === 'not-now') return true
  return !next.price.eq(last.price) || !next.amount.eq(last.amount)
}

/** Whether the exchange turned the last sale away because the pair is not traded, a moment ago. */
function isClosed(sales: readonly Order[], now: Date): boolean {
  const last = sales.at(-1)
  if (last?.status !== 'rejected' || last.reason !== 'market-closed') return false
  const since = sales.findLastIndex(({ reason }) => reason !== 'market-closed')
  const turnedAway = sales.length - 1 - since
  return now < addSeconds(last.createdAt, CLOSED_SECONDS * 2 ** (turnedAway - 1))
}

/** The one thing that kept the sale from going through. */
function causeOf(isDecided: boolean, held: Valued, sales: readonly Order[]): Cause {
  const last = sales.at(-1)
  if (!isDecided || last === undefined) return 'grew'
  if (last.status === 'rejected') return 'refused'
  if (last.status === 'void') return 'not-taken'
  const hasNoBuyers = held.state === 'priced' && held.estimate.worstPrice === undefined
  return last.filled.gt(0) || hasNoBuyers ? 'thin' : 'under-floor'
}
