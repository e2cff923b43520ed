import type { ExchangeErrorCode, KeyVerdict } from '../exchange-error.ts'
import { Refusal, type Answer } from '../ccxt/refusal.ts'

/** What a request wants: whether an unclear answer must be looked into depends on it. */
export type Act = 'read' | 'read-market' | 'place' | 'cancel'

/** What a refusal means. */
export interface Classified {
  code: ExchangeErrorCode
  verdict: KeyVerdict | undefined
  raw: string | undefined
  /** The exchange's own words; empty when a proxy's page came instead. */
  words: string
  retryAt: Date | undefined
  /** The time that we signed is off. */
  clockOff: boolean
  /** The exchange wants less from all of us: nobody may send before `retryAt`. */
  floods: boolean
}

/** What one raw code of an exchange means. */
type Sense =
  | KeyVerdict
  | 'clock' // the time that we signed is off
  | 'rate' // too many requests from our address: everybody waits
  | 'key-rate' // too many of this key alone
  | 'busy' // not processed for certain: maintenance, or an address in a region that is not served
  | 'insufficient-funds'
  | 'order-rejected'
  | 'market-closed'
  | 'not-now' // too far from the price, or too many are open
  | 'order-not-found'
  | 'unclear' // may have been carried out, or may be there already: a double of our own id

/** How one exchange says no. */
export interface ErrorTable {
  /** The raw code and the words of a body that is a refusal, whatever its HTTP status; undefined: it is none. */
  read: (body: unknown) => RawError | undefined
  /** Whether a body says that all was done, whatever else it says beside that, which ccxt may take for a refusal. */
  accepts?: (body: unknown) => boolean
  /** By raw code. A code that is not there means nothing: neither fine nor refused. */
  senses: Readonly<Record<string, Sense>>
  /** Ranges of codes, where {@link senses} has no entry: `[/^51\d{3}$/, 'order-rejected']`. */
  ranges?: readonly (readonly [RegExp, Sense])[]
  /** Where one code means several things, its words decide first; read as `code words`. */
  words?: readonly (readonly [RegExp, Sense])[]
  /** What a code means in answer to a question, where it means something else then. */
  onRead?: Readonly<Record<string, Sense>>
  /** What a code means in answer to a cancel, where it means something else then. */
  onCancel?: Readonly<Record<string, Sense>>
  /** Where a refused key is answered by the gateway alone: HTTP status and the text it comes with. */
  bare?: readonly (readonly [number, RegExp, Sense])[]
  /** Its refusals, or some of them, come with HTTP 500: the code in such an answer counts as in any other. */
  refusesWith500?: true
  /** Seconds to wait after a flood of that code, or of that HTTP status without one, where no Retry-After comes. */
  waits?: Readonly<Record<string, number>>
  /** The header that tells when the limit that was hit is reset, in milliseconds of the exchange's clock. */
  resetHeader?: string
}

interface RawError {
  raw: string
  words: string
}

/** How exchanges say that an id of ours is there already, with codes that mean other things too. */
const SPEAKS_OF_A_DOUBLE =
  /duplicat|repeat|already (exist|used|in use)|not unique|same order can only be submitted once/i

const DEFAULT_WAIT_SECONDS = { rate: 60, 'key-rate': 10 }

/**
 * What an answer means to the caller, from its raw code.
 *
 * An order may be called rejected only when the exchange says so: calling it unknown costs a look-up,
 * calling it rejected while it rests leaves an order that nobody owns. A page that is not JSON and any
 * 5xx come from a proxy or a machine in trouble, and say nothing of a key.
 */
export function classify(
  table: ErrorTable,
  answer: Answer,
  { act, now }: { act: Act; now: Date },
): Classified {
  const error = readError(table, answer.body)
  const sense = senseOf(table, answer, error, act)
  return {
    ...meaningOf(sense, act),
    raw: error?.raw,
    words: error?.words ?? '',
    clockOff: sense === 'clock',
    floods: sense === 'rate',
    retryAt: retryMoment(table, answer, { sense, error, now }),
  }
}

/** The raw code that a failed request was refused with; undefined where it failed for any other reason. */
export function rawOf(table: Pick<ErrorTable, 'read'>, error: unknown): string | undefined {
  return error instanceof Refusal ? readError(table, error.answer.body)?.raw : undefined
}

/** What a body says of itself; undefined: it does not say. */
export function outcomeIn(table: ErrorTable, body: string): 'refused' | 'done' | undefined {
  if (readError(table, body) !== undefined) return 'refused'
  return table.accepts !== undefined && isAccepted(table.accepts, body) ? 'done' : undefined
}

function isAccepted(accepts: (body: unknown) => boolean, body: string): boolean {
  try {
    return accepts(JSON.parse(body))
  } catch {
    return false
  }
}

/** The refusal in a body, if it is one. */
function readError({ read }: Pick<ErrorTable, 'read'>, body: string): RawError | undefined {
  try {
    return read(JSON.parse(body) as unknown)
  } catch {
    return undefined
  }
}

function senseOf(
  {
    senses,
    ranges = [],
    words = [],
    onRead = {},
    onCancel = {},
    bare = [],
    refusesWith500,
  }: ErrorTable,
  { status, body }: Answer,
  error: RawError | undefined,
  act: Act,
): Sense | undefined {
  if (status >= 500 && !(refusesWith500 && status === 500)) return undefined
  if (error !== undefined) {
    const said = `${error.raw} ${error.words}`
    const known =
      words.find(([pattern]) => pattern.test(said))?.[1] ??
      (act === 'cancel' ? own(onCancel, error.raw) : undefined) ??
      (act === 'read' ? own(onRead, error.raw) : undefined) ??
      own(senses, error.raw) ??
      ranges.find(([pattern]) => pattern.test(error.raw))?.[1]
    // A double of our own id may be our own first try, whose answer was lost.
    const isDouble = act === 'place' && known === 'order-rejected' && SPEAKS_OF_A_DOUBLE.test(said)
    if (known !== undefined) return isDouble ? 'unclear' : known
  }
  if (status === 429 || status === 418) return 'rate'
  if (status === 451) return 'busy'
  return bare.find(([of, text]) => of === status && text.test(body))?.[2]
}

function meaningOf(sense: Sense | undefined, act: Act): Pick<Classified, 'code' | 'verdict'> {
  const only = (code: ExchangeErrorCode) => ({ code, verdict: undefined })
  switch (sense) {
    case undefined:
    case 'unclear':
      return only(act === 'place' ? 'outcome-unknown' : 'unavailable')
    case 'clock':
    case 'rate':
    case 'key-rate':
    case 'busy':
      return only('unavailable')
    case 'market-closed':
      // An order that can't be cancelled just now is still there.
      return only(act === 'cancel' ? 'unavailable' : act === 'place' ? sense : 'order-rejected')
    case 'not-now':
      return only(act === 'place' ? sense : 'order-rejected')
    case 'order-not-found':
      // Some exchanges answer an unknown symbol the way they answer an unknown order.
      return only(act === 'read-market' ? 'order-rejected' : sense)
    case 'order-rejected':
    case 'insufficient-funds':
      return only(sense)
    case 'revoked':
    case 'expired':
    case 'bad-secret':
    case 'ip-blocked':
    case 'not-permitted':
    case 'permission-lost':
    case 'trade-right-lost':
    case 'wrong-environment':
    case 'unsupported-account':
    case 'frozen':
      return { code: 'key-rejected', verdict: sense }
  }
}

function retryMoment(
  { waits = {} }: ErrorTable,
  { status, retryAfter, resetsInMs = 0 }: Answer,
  { sense, error, now }: { sense: Sense | undefined; error: RawError | undefined; now: Date },
): Date | undefined {
  const after = (seconds: number) => new Date(now.getTime() + seconds * 1000)
  if (/^\d+$/.test(retryAfter ?? '')) return after(Number(retryAfter))
  // Binance: "IP banned until 1659146400000." Kraken: "EService:Throttled: 1659146400".
  const until = /(?:until|Throttled:) (\d{10})(\d{3})?\b/.exec(error?.words ?? '')
  if (until) return new Date(Number(`${until[1]}${until[2] ?? '000'}`))
  if (sense !== 'rate' && sense !== 'key-rate') return undefined
  if (resetsInMs > 0) return after(resetsInMs / 1000)
  return after(own(waits, error?.raw ?? String(status)) ?? DEFAULT_WAIT_SECONDS[sense])
}

function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined
}
