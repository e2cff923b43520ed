import type { ExchangeId } from '../../../src/exchange/exchange-id.ts'
import type { Dice } from '../world/dice.ts'

const MINUTE = 60_000

/** What befalls an exchange, or our way to it, for a while. Milliseconds from the start. */
export interface Incident {
  kind: Kind
  exchange: ExchangeId
  from: number
  to: number
}

type Kind = keyof typeof KINDS

/** How long each may last in minutes, and how many of it an exchange sees in a week. */
const KINDS = {
  /** Everything is answered with a page of HTML, or with the exchange's own words. */
  maintenance: { shortest: 20, longest: 240, weekly: 1 },
  /** Some requests are answered with 429 and a Retry-After. */
  flood: { shortest: 5, longest: 30, weekly: 4 },
  /** Our clock is off against the exchange's. */
  skew: { shortest: 10, longest: 60, weekly: 2 },
  /** Our way to it is broken. */
  dns: { shortest: 1, longest: 90, weekly: 3 },
  /** Some requests are answered with pages, or cut. */
  noise: { shortest: 30, longest: 240, weekly: 3 },
  /** Every bound key is refused: the address that we send from has changed. */
  blocked: { shortest: 10, longest: 300, weekly: 1 },
  /** Two fifths of all keys are said not to exist. */
  mistaken: { shortest: 3, longest: 12, weekly: 1 },
} as const

/**
 * The week of each exchange, in order of time. They do not overlap: each has its own bound. With a
 * `few` keys on each none is mistaken: of the one that is hit nobody could tell it from a true end.
 */
export function forecast(
  dice: Dice,
  exchanges: readonly ExchangeId[],
  { lengthMs, few }: { lengthMs: number; few: boolean },
): Incident[] {
  return exchanges.flatMap((exchange) => {
    const incidents: Incident[] = []
    for (const [kind, { shortest, longest, weekly }] of Object.entries(KINDS)) {
      if (few && kind === 'mistaken') continue
      const count = Math.max(1, Math.round((weekly * lengthMs) / (7 * 24 * 60 * MINUTE)))
      for (let n = 0; n < count; n += 1) {
        const from = dice.between(20 * MINUTE, lengthMs)
        const to = from + Math.min(dice.spread(shortest, longest) * MINUTE, lengthMs / 6)
        incidents.push({ kind: kind as Kind, exchange, from, to })
      }
    }
    return apart(incidents)
  })
}

/** Leaves out what would begin before another is over. */
function apart(incidents: Incident[]): Incident[] {
  const kept: Incident[] = []
  for (const incident of incidents.toSorted((a, b) => a.from - b.from)) {
    if (incident.from > (kept.at(-1)?.to ?? 0) + 10 * MINUTE) kept.push(incident)
  }
  return kept
}
