import { scrub } from '../../lib/log.ts'
import type { Clock } from '../../lib/clock.ts'
import type { RequestKind } from '../dialect/costs.ts'
import type { Dialect } from '../dialect/dialect.ts'
import { ExchangeError } from '../exchange-error.ts'
import { ClosedError, type Latch } from './latch.ts'
import type { Cost } from '../rate-limit/budget.ts'
import type { InTurn } from '../rate-limit/one-at-a-time.ts'
import type { RateLimit } from '../rate-limit/rate-limit.ts'
import type { Lane } from '../rate-limit/rate-window.ts'
import { Refusal } from './refusal.ts'
import { classify, type Act, type Classified } from '../dialect/error-table.ts'
import { reportUnread } from '../dialect/unread.ts'

/** One request to be sent. */
export interface Sending {
  request: RequestKind
  /** What was attempted, for the message: `cancel an order on BTC/USDT`. */
  attempt: string
  act?: Act
  lane: Lane
  latch: Latch
  /** Throws if what was wanted before the wait is not wanted after it. */
  assertStillWanted?: (() => void) | undefined
}

/** What every request to one exchange goes through. */
export interface Sender {
  clock: Clock
  dialect: Dialect
  /** What all that comes from our address shares. */
  limit: RateLimit
  /** What one key may spend; undefined for what needs no key. */
  keyLimit?: RateLimit
  /** Waits while others that came before are sent. */
  inFile: (lane: Lane) => Promise<void>
  /** Runs a private request when those before it are through, where the exchange needs that. */
  inTurn?: InTurn
  /** Takes the key's own texts out of what the exchange says; undefined where no key is used. */
  hide?: (text: string) => string
  /** Told of every refusal, before it is thrown. */
  onRefused: (error: ExchangeError, refusal: Classified) => void
}

/** When there is room again; `ofKey`: in the key's own budget. */
interface SentAway {
  retryAt: Date
  ofKey: boolean
}

/**
 * Waits for its turn, sends, and puts failures in our words.
 *
 * @throws {ExchangeError} with a message and a cause that hold no URL, key or signature.
 */
export async function send<T>(sender: Sender, sending: Sending, run: () => Promise<T>): Promise<T> {
  const { dialect, limit, keyLimit, inFile, inTurn } = sender
  const { request, attempt, lane, latch, assertStillWanted } = sending
  // Silence counts for each request, whichever budgets it is counted by.
  const silentUntil = () => limit.pausedUntil() ?? keyLimit?.pausedUntil()
  const assertMaySend = ({ retryAt = silentUntil(), ofKey = false }: Partial<SentAway> = {}) => {
    latch.assertOpen()
    if (retryAt === undefined) return
    const message = `Cannot ${attempt}: rate limit until ${retryAt.toISOString()}`
    const source = silentUntil() === undefined ? 'own-limit' : 'pause'
    throw new ExchangeError('unavailable', message, { retryAt, source, ofKey })
  }
  async function takeAll({ also, ...cost }: Cost): Promise<SentAway | undefined> {
    const ofKey = keyLimit?.has(cost.pool) === true
    const retryAt = await (ofKey ? keyLimit : limit).take(cost, lane)
    return retryAt ? { retryAt, ofKey } : also && takeAll(also)
  }
  const sendNow = async () => {
    assertMaySend()
    assertStillWanted?.()
    return sendOnce(sender, sending, run)
  }

  assertMaySend()
  // Before its turn: a request that waits for the rate limit would hold up the next one too.
  assertMaySend(await takeAll(dialect.costs[request]))
  await inFile(lane)
  return inTurn === undefined ? sendNow() : inTurn(lane, sendNow)
}

async function sendOnce<T>(
  { clock, dialect, limit, keyLimit, hide = scrub, onRefused }: Sender,
  { attempt, act = 'read' }: Sending,
  run: () => Promise<T>,
): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof ClosedError || error instanceof ExchangeError) throw error
    if (!(error instanceof Refusal)) throw unanswered(error, attempt, act)
    const refusal = classify(dialect.errors, error.answer, { act, now: clock.now() })
    // Where no key was used, it is our address that asked too much.
    if (refusal.retryAt) (refusal.floods ? limit : (keyLimit ?? limit)).pause(refusal.retryAt)
    const inOurWords = refused(error, attempt, { ...refusal, words: hide(refusal.words) })
    onRefused(inOurWords, refusal)
    throw inOurWords
  }
}

function refused({ answer }: Refusal, attempt: string, refusal: Classified): ExchangeError {
  const { code, verdict, raw, words, retryAt } = refusal
  const state = [verdict ?? code, raw ?? `HTTP ${answer.status}`].join(', ')
  const cause = new Error(scrub(`HTTP ${answer.status} ${words}`.trim()))
  return new ExchangeError(code, `Cannot ${attempt}: ${state}`, {
    verdict,
    raw,
    retryAt,
    source: 'answer',
    cause,
  })
}

/** No answer, or one that is not understood. ccxt's error is left behind: it holds the signed URL. */
function unanswered(error: unknown, attempt: string, act: Act): ExchangeError {
  reportUnread('an answer', error)
  const code = act === 'place' ? 'outcome-unknown' : 'unavailable'
  return new ExchangeError(code, `Cannot ${attempt}: no usable answer`, {
    source: 'no-answer',
    cause: new Error(`${nameOf(error)}${placeOf(error)}`),
  })
}

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  return 'code' in error && typeof error.code === 'string'
    ? `${error.name} ${error.code}`
    : error.name
}

/** The file and line of the adapter that threw, for the people who write adapters. */
function placeOf(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  const [, place] = /(adapters\/[a-z]+\/[\w-]+\.ts:\d+)/.exec(stack) ?? []
  return place === undefined ? '' : ` at ${place}`
}
