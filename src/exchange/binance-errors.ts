import { errorAnswer } from './binance-answers.ts'
import type { ExchangeErrorCode, KeyVerdict } from './exchange-error.ts'
import type { Answer } from './refusal.ts'
import type { Act, Classified } from './dialect.ts'

type Sense = Pick<Classified, 'code' | 'verdict'>

const keyRejected = (verdict: KeyVerdict): Sense => ({ code: 'key-rejected', verdict })
const only = (code: ExchangeErrorCode): Sense => ({ code, verdict: undefined })

/**
 * Codes that say for certain that nothing happened, whatever was asked.
 * https://github.com/binance/binance-spot-api-docs/blob/master/errors.md
 */
const DEFINITE: Record<string, Sense> = {
  '-1002': keyRejected('not-permitted'),
  '-1003': only('unavailable'), // too many requests
  '-1013': only('order-rejected'), // "didn't reach the Matching Engine": filters, see LATER
  '-1014': only('order-rejected'), // unsupported order combination
  '-1015': only('unavailable'), // too many orders of this account
  '-1016': only('unavailable'), // shutting down
  '-1020': only('order-rejected'), // unsupported operation
  '-1021': only('unavailable'), // clock
  '-1022': keyRejected('bad-secret'),
  '-2008': keyRejected('revoked'),
  '-2011': only('order-not-found'),
  '-2013': only('order-not-found'),
  '-2014': keyRejected('revoked'),
  '-2015': keyRejected('not-permitted'),
  '-2017': keyRejected('frozen'), // keys are locked on this account
  '-2026': only('order-not-found'), // archived: ended unfilled over 90 days ago
  '-3022': keyRejected('frozen'),
}

/** The matching engine's own words, which decide when the code is -1010, -2010 or -2011. */
const ENGINE_CODES = new Set(['-1010', '-2010', '-2011'])
const FROZEN = [
  'This action is disabled on this account.',
  'This account may not place or cancel orders.',
]

/** Refusals of an order that say nothing against it, only against placing it now. */
const CLOSED = /^Market is closed|MARKET_CLOSED/
const LATER = /^Filter failure: (PERCENT_PRICE|(EXCHANGE_)?MAX_NUM_)/

/**
 * What an answer means to the caller, from its raw code and HTTP status.
 *
 * An order may be called rejected only when Binance says so: calling it unknown costs a look-up,
 * calling it rejected while it rests leaves an order that nobody owns.
 */
export function classifyBinance(answer: Answer, act: Act, now: Date): Classified {
  const { code: raw, msg } = readBody(answer.body)
  const retryAt = retryMoment(answer, msg, now)
  const sense = senseOf({ status: answer.status, raw, msg }, act) ?? only(unclear(act))
  return { ...sense, raw, words: msg, retryAt, floods: isFlood(answer.status, raw) }
}

function senseOf(
  { status, raw, msg }: { status: number; raw: string | undefined; msg: string },
  act: Act,
): Sense | undefined {
  // Limits are checked before the request is worked on; a limit's page may be HTML.
  if (status === 429 || status === 418 || status === 451) return only('unavailable')
  // "It is important to NOT treat this as a failure operation; the execution status is UNKNOWN":
  // https://github.com/binance/binance-spot-api-docs/blob/master/rest-api.md#http-return-codes
  if (raw === undefined || status < 400 || status >= 500) return undefined
  if (raw === '-1013' && act === 'place') return filterSense(msg)
  if (ENGINE_CODES.has(raw)) return engineSense(raw, msg, act)
  // The whole range is "request issues": refused before anything was done.
  if (/^-11\d\d$/.test(raw)) return only('order-rejected')
  // Left over: -1000, -1001, -1006, -1007, -1008 (all "unknown" or "try again") and new codes.
  return DEFINITE[raw]
}

function filterSense(msg: string): Sense {
  if (CLOSED.test(msg)) return only('market-closed')
  return only(LATER.test(msg) ? 'not-now' : 'order-rejected')
}

function engineSense(raw: string, msg: string, act: Act): Sense | undefined {
  if (FROZEN.some((words) => msg.startsWith(words))) return keyRejected('frozen')
  // An order with this id is open, most likely ours from a request whose answer was lost.
  if (msg.startsWith('Duplicate order sent')) return only(unclear(act))
  if (msg.startsWith('Unknown order sent')) return only('order-not-found')
  if (msg.startsWith('Account has insufficient balance')) return only('insufficient-funds')
  // "Market is closed." and the like: the order to cancel is still there.
  if (act === 'cancel') return only('unavailable')
  if (raw !== '-2010') return DEFINITE[raw]
  return only(act === 'place' && CLOSED.test(msg) ? 'market-closed' : 'order-rejected')
}

/** What is not a definite answer. A cancel can simply be asked for again. */
function unclear(act: Act): ExchangeErrorCode {
  return act === 'place' ? 'outcome-unknown' : 'unavailable'
}

// -1015 is the limit of one account's orders: others need not wait for it.
function isFlood(status: number, raw: string | undefined): boolean {
  return (status === 429 || status === 418) && raw !== '-1015'
}

const DEFAULT_WAIT_SECONDS = 60

function retryMoment({ status, retryAfter }: Answer, msg: string, now: Date): Date | undefined {
  const seconds = /^\d+$/.test(retryAfter ?? '') ? Number(retryAfter) : undefined
  if (seconds !== undefined) return new Date(now.getTime() + seconds * 1000)
  // "Way too much request weight used; IP banned until 1659146400000."
  const until = /banned until (\d{13})/.exec(msg)?.[1]
  if (until !== undefined) return new Date(Number(until))
  const isLimit = status === 429 || status === 418
  return isLimit ? new Date(now.getTime() + DEFAULT_WAIT_SECONDS * 1000) : undefined
}

function readBody(body: string): { code: string | undefined; msg: string } {
  try {
    const { code, msg } = errorAnswer.parse(JSON.parse(body))
    return { code: code < 0 ? String(code) : undefined, msg }
  } catch {
    // HTML and the like: a proxy or a firewall speaks, not the exchange.
    return { code: undefined, msg: '' }
  }
}
