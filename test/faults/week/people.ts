import { DIALECTS, EXCHANGE_FACTS } from '../../../src/exchange/adapters/registry.ts'
import type { ExchangeId } from '../../../src/exchange/exchange-id.ts'
import { classify } from '../../../src/exchange/dialect/error-table.ts'
import type { Key } from '../../../src/keys/key.ts'
import { aKey } from '../../support/a-key.ts'
import type { Dice } from '../world/dice.ts'
import { aDeadlyAnswer } from './answers.ts'
import type { Fate } from './sky.ts'

const HOUR = 3_600_000
/** Fewer keys on an exchange are few. */
export const FEW = 30

/** A key of the week. */
export interface Person {
  key: Key
  apiKey: string
  busy: boolean
  fate: Fate
}

/** So many people with a key each, evenly over the exchanges; one in eight dies, some come back. */
export function somePeople(
  dice: Dice,
  exchanges: readonly ExchangeId[],
  { count, start, lengthMs }: { count: number; start: Date; lengthMs: number },
): Person[] {
  const perExchange = count / exchanges.length
  const died: Pick<Fate, 'exchange' | 'dies'>[] = []
  return Array.from({ length: count }, (_, i) => {
    const exchange = exchanges[i % exchanges.length] ?? 'binance'
    // By turns: the only bound key on an exchange could not be told from all of them.
    const bound = Math.floor(i / exchanges.length) % 5 !== 4
    const id = `key-${dice.whole(1, 2 ** 31).toString(36)}-${i}`
    const apiKey = `api-${String(i).padStart(6, '0')}`
    const key = aKey({
      id,
      userId: String(1_000 + i),
      exchange,
      label: EXCHANGE_FACTS[exchange].name,
      rights: { ...aKey().rights, ipBound: bound, createdAt: undefined },
      accountUid: `uid-${i}`,
      tail: apiKey.slice(-4),
      checkedAt: start,
      createdAt: start,
    })
    const death = dice.chance(1 / 8) ? aDeath(dice, exchange, lengthMs) : undefined
    // Two of a few at once look like all, and are held back: of that there is a test of its own.
    const together = died.some(
      (other) =>
        other.exchange === exchange &&
        Math.abs((other.dies?.from ?? 0) - (death?.from ?? 0)) < 2 * HOUR,
    )
    const dies = perExchange < FEW && together ? undefined : death
    if (dies !== undefined) died.push({ exchange, dies })
    return { key, apiKey, busy: dice.chance(0.1), fate: { exchange, bound, ...(dies && { dies }) } }
  })
}

function aDeath(dice: Dice, exchange: ExchangeId, lengthMs: number): NonNullable<Fate['dies']> {
  const from = dice.between(0, 0.9 * lengthMs)
  const lasts = dice.chance(0.2) ? dice.spread(2, 30) * HOUR : Infinity
  return { from, to: from + lasts, answer: aRefusal(dice, exchange) }
}

/** Some recorded bodies are answers to orders alone: of those that a probe can get. */
function aRefusal(dice: Dice, exchange: ExchangeId) {
  for (;;) {
    const answer = aDeadlyAnswer(dice, exchange)
    const { code } = classify(DIALECTS[exchange].errors, answer, { act: 'read', now: new Date() })
    if (code === 'key-rejected') return answer
  }
}
