import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { ExchangeId } from '../exchange/exchange-id.ts'
import type { Kind } from './kind.ts'

/** What documents promise of one part of an answer, and what our parsers make of it. */
export interface Promised {
  kinds: ReadonlySet<Kind>
  /** Without it our parsers read something else, or nothing. */
  needed: boolean
  /** They take it as a number, or as text, and not both. */
  strict: boolean
  /** They read it as `valid_until` too where it is promised as `validUntil`, or the reverse. */
  eitherSpelling: boolean
}

/** What answers should look like, by endpoint and then by path. */
export interface Expected {
  /** The exchange's own id of an order, in its form. */
  orderId: string
  answers: ReadonlyMap<string, ReadonlyMap<string, Promised>>
}

const file = z.object({
  orderId: z.string(),
  answers: z.record(z.string(), z.record(z.string(), z.string())),
})

/** Measured on the recorded answers by `test/try-exchange/write-expected.ts`. */
export function readExpected(id: ExchangeId): Expected {
  const path = new URL(`./expected/${id}.json`, import.meta.url)
  const { orderId, answers } = file.parse(JSON.parse(readFileSync(path, 'utf8')))
  return {
    orderId,
    answers: new Map(
      Object.entries(answers).map(([endpoint, parts]) => [
        endpoint,
        new Map(Object.entries(parts).map(([at, said]) => [at, toPromised(said)])),
      ]),
    ),
  }
}

/** As it is written in the file: `decimal text | number, needed, strict`. */
function toPromised(said: string): Promised {
  const [kinds = '', ...marks] = said.split(', ')
  return {
    kinds: new Set(kinds.split(' | ') as Kind[]),
    needed: marks.includes('needed'),
    strict: marks.includes('strict'),
    eitherSpelling: marks.includes('either spelling'),
  }
}

/** The endpoint of a request, ids in its path left out. */
export function endpointOf({ method, path }: { method: string; path: string }): string {
  const parts = path.split('/').map((part) => (isId(part) ? '{id}' : part))
  return `${method} ${parts.join('/')}`
}

function isId(part: string): boolean {
  return /^t?[A-Z0-9]{2,}([-_:][A-Z0-9]+)*$/.test(part) || (part.length >= 6 && /\d/.test(part))
}
