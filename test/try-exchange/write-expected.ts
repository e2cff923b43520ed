import { writeFileSync } from 'node:fs'
import { EXCHANGE_IDS, isExchangeId, type ExchangeId } from '../../src/exchange/exchange-id.ts'
import type { Promised } from '../../src/try-exchange/expected.ts'
import { RECORDED } from '../exchange/recorded/all.ts'
import { measure, type Answers } from './measure.ts'
import { paperAnswers } from './paper-answers.ts'

/** The paper exchange counts from a million on: no order ever had this id. */
const NO_ORDER = '900000000017'

/** What answers have only sometimes, as documents say: without it nothing was filled. */
const SOMETIMES: Partial<Record<ExchangeId, readonly string[]>> = {
  kraken: ['result.{}.trades'],
}

/**
 * Writes what `npm run try-exchange` expects of each exchange, or of those named, from the recorded
 * answers: to be run again when those change.
 */
async function write(id: ExchangeId): Promise<void> {
  const { answers, orderId } = await answersOf(id)
  const measured = await measure(id, answers, orderId)
  const orderIdThere = id === 'binance' ? NO_ORDER : orderId
  const parts = Object.fromEntries(
    [...measured].map(([at, of]) => [at, toText(of, SOMETIMES[id] ?? [])]),
  )
  const path = new URL(`../../src/try-exchange/expected/${id}.json`, import.meta.url)
  writeFileSync(path, `${JSON.stringify({ orderId: orderIdThere, answers: parts }, null, 2)}\n`)
  process.stdout.write(`${id}: ${measured.size} endpoints\n`)
}

async function answersOf(id: ExchangeId): Promise<{ answers: Answers; orderId: string }> {
  return id === 'binance' ? paperAnswers() : RECORDED[id]
}

function toText(
  parts: ReadonlyMap<string, Promised>,
  sometimes: readonly string[],
): Record<string, string> {
  return Object.fromEntries(
    [...parts].map(([path, { kinds, needed, strict, eitherSpelling }]) => {
      const marks = [
        needed && !sometimes.includes(path) && 'needed',
        strict && 'strict',
        eitherSpelling && 'either spelling',
      ].filter((mark) => mark !== false)
      return [path, [[...kinds].toSorted().join(' | '), ...marks].join(', ')]
    }),
  )
}

const named = process.argv.slice(2).filter(isExchangeId)
for (const id of named.length > 0 ? named : EXCHANGE_IDS) await write(id)
