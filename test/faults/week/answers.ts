import { readFileSync } from 'node:fs'
import type { ExchangeId } from '../../../src/exchange/exchange-id.ts'
import type { Answer } from '../../../src/exchange/ccxt/refusal.ts'
import type { Dice } from '../world/dice.ts'

interface Recorded {
  exchange: string
  status: number
  body: string
  verdict: string
}

const FILES = ['exchange-errors.json', 'exchange-errors-near.json']
const ALL: readonly Recorded[] = FILES.flatMap(
  (file) =>
    JSON.parse(
      readFileSync(new URL(`../../exchange/${file}`, import.meta.url), 'utf8'),
    ) as Recorded[],
)

/** What refuses one key for good. */
const DEADLY = [
  'revoked',
  'expired',
  'bad_secret',
  'ip_blocked',
  'permission_lost',
  'frozen',
  'ambiguous_auth',
]

/** The bodies of an exchange that mean one of these things. */
function bodiesOf(exchange: ExchangeId, verdicts: readonly string[]): Recorded[] {
  return ALL.filter((one) => one.exchange === exchange && verdicts.includes(one.verdict))
}

/** One of an exchange's own answers with that meaning; of the first meaning that it has a body for. */
export function anAnswer(dice: Dice, exchange: ExchangeId, ...verdicts: readonly string[]): Answer {
  for (const verdict of verdicts) {
    const bodies = bodiesOf(exchange, [verdict])
    if (bodies.length > 0) return toAnswer(dice.pick(bodies))
  }
  throw new RangeError(`Cannot answer for ${exchange}: no body means ${verdicts.join(' or ')}`)
}

/** Any of an exchange's answers that refuse one key for good. */
export function aDeadlyAnswer(dice: Dice, exchange: ExchangeId): Answer {
  return toAnswer(dice.pick(bodiesOf(exchange, DEADLY)))
}

/** A page of a proxy or a firewall. */
export function aPage(dice: Dice): Answer {
  const status = dice.pick([403, 502, 503, 504])
  const body = `<html><body><h1>${status}</h1><p>Please try again later.</p></body></html>`
  return { status, body, retryAfter: undefined }
}

function toAnswer({ status, body }: Recorded): Answer {
  return { status, body, retryAfter: undefined }
}
