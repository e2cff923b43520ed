import { ExchangeError } from '../exchange/exchange-error.ts'
import type { ErrorTable } from '../exchange/dialect/error-table.ts'
import type { Clock } from '../lib/clock.ts'
import { sleep } from '../lib/sleep.ts'
import type { Expected } from './expected.ts'
import { judge, type Judged } from './judge.ts'
import type { Recorder } from './recorder.ts'

const MOST_TRIES = 4
const LONGEST_WAIT_MS = 120_000

/** What came of one question. */
export interface Asked {
  name: string
  /** Set when it was not asked. */
  skipped?: string
  /** As our parsers read it; empty: as expected. */
  faults: readonly string[]
  /** The answers that differ, or are worth a note. */
  judged: readonly Judged[]
  /** Set when the key itself was refused. */
  refusedKey?: ExchangeError
}

/** What answers are judged by. */
export interface Judging {
  clock: Clock
  recorder: Recorder
  expected: Expected
  errors: ErrorTable
}

/** Asks one thing and reports what came of it. */
export type Ask = (
  question: { name: string; refused?: boolean },
  run: () => Promise<readonly string[]>,
) => Promise<Asked>

/** Asks one thing, and judges what was read and every raw answer on the way. */
export async function askOne(
  { name, refused = false }: { name: string; refused?: boolean },
  { clock, recorder, expected, errors }: Judging,
  ask: () => Promise<readonly string[]>,
): Promise<Asked> {
  recorder.take()
  const { faults, refusedKey } = await faultsIn(() => inTurn(clock, ask))
  const { answers, unread } = recorder.take()
  const unreadFaults = [
    ...new Set(unread.map(({ part, why }) => `${part} could not be read: ${why}`)),
  ]
  const judged = answers
    .map((answer) =>
      judge(answer, { expected, errors, refused: refused || refusedKey !== undefined }),
    )
    .filter(
      ({ differences, notes, uncompared }) => uncompared ?? differences.length + notes.length > 0,
    )
  return {
    name,
    faults: [...faults, ...unreadFaults],
    judged,
    ...(refusedKey !== undefined && { refusedKey }),
  }
}

/** Our own limits, and a pause that the exchange wants, are no answers: they are waited for. */
async function inTurn<T>(clock: Clock, ask: () => Promise<T>, tries = MOST_TRIES): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    const retryAt = error instanceof ExchangeError ? retryOf(error) : undefined
    const wait = retryAt === undefined ? Infinity : retryAt.getTime() - clock.now().getTime()
    if (tries <= 1 || wait > LONGEST_WAIT_MS) throw error
    await sleep(clock, Math.max(wait, 0) / 1000, new AbortController().signal)
    return inTurn(clock, ask, tries - 1)
  }
}

/** Undefined where something was sent. */
function retryOf({ source, retryAt }: ExchangeError): Date | undefined {
  return source === 'own-limit' || source === 'pause' ? retryAt : undefined
}

async function faultsIn(
  ask: () => Promise<readonly string[]>,
): Promise<{ faults: readonly string[]; refusedKey?: ExchangeError }> {
  try {
    return { faults: await ask() }
  } catch (error) {
    if (!(error instanceof ExchangeError)) throw error
    const isOfKey = error.code === 'key-rejected'
    return { faults: [error.message], ...(isOfKey && { refusedKey: error }) }
  }
}

/** Whether something is not as it should be. */
export function differs({ faults, judged }: Asked): boolean {
  return faults.length > 0 || judged.some(({ differences }) => differences.length > 0)
}
