import type { Answer } from '../../../src/exchange/ccxt/refusal.ts'
import type { Fate, Request } from '../exchange/fate.ts'
import { inBan, well } from '../storm/exchange-weather.ts'
import type { Dice } from '../world/dice.ts'
import { ALICE, BOB } from '../world/scenario.ts'

const MINUTE = 60_000

/** A trouble that lasts. Milliseconds from the start. */
export interface LastingTrouble {
  kind: (typeof KINDS)[number]
  /** The pair that it is about; undefined for the whole exchange. */
  symbol: string | undefined
  from: number
  to: number
}

/** All that a seed decides. */
export interface StandstillPlan {
  seed: number
  tickSeconds: number
  /** Bob's only bot is paused: his key is only checked. */
  bobIsIdle: boolean
  troubles: LastingTrouble[]
  /** The host is down for a while before any trouble: that is nobody's standstill. */
  hostDown: { from: number; to: number } | undefined
  lasts: number
}

const KINDS = [
  'unreachable',
  'errors',
  'ban',
  'mixed',
  'pair unreachable',
  'pair errors',
  // What was done is not recorded as done, so that nothing else is taken up.
  'queue',
] as const

/** Who trades what: Alice three pairs, Bob one of them. */
const TRADERS: Readonly<Record<string, readonly number[]>> = {
  'SOL/USDT': [ALICE],
  'BTC/USDT': [ALICE, BOB],
  'ETH/USDT': [ALICE],
}

/** Too short to be told, long enough for a busy key only, and long enough for any. */
const LENGTHS = [
  [0.5 * MINUTE, 2.5 * MINUTE],
  [9 * MINUTE, 12 * MINUTE],
  [25 * MINUTE, 60 * MINUTE],
] as const

/** Draws one or two troubles, far enough apart that each is over and cleared before the next. */
export function draw(seed: number, dice: Dice): StandstillPlan {
  const troubles: LastingTrouble[] = []
  let at = 0
  const hostDown = dice.chance(0.3)
    ? { from: 2 * MINUTE, to: dice.whole(5, 40) * MINUTE }
    : undefined
  if (hostDown !== undefined) at = hostDown.to
  for (let i = dice.whole(1, 2); i > 0; i -= 1) {
    const kind = dice.pick(KINDS)
    const from = at + dice.whole(5, 20) * MINUTE
    const to = from + Math.round(dice.between(...dice.pick(LENGTHS)))
    const symbol = kind.startsWith('pair') ? dice.pick(Object.keys(TRADERS)) : undefined
    troubles.push({ kind, symbol, from, to })
    at = to + 20 * MINUTE
  }
  const bobIsIdle = dice.chance(0.4)
  return { seed, tickSeconds: dice.pick([20, 60]), bobIsIdle, troubles, hostDown, lasts: at }
}

/** The traders whose work a trouble holds up. */
export function concerned({ symbol }: LastingTrouble, bobIsIdle: boolean): readonly number[] {
  if (symbol === undefined) return [ALICE, BOB]
  return (TRADERS[symbol] ?? []).filter((trader) => trader !== BOB || !bobIsIdle)
}

const PAGE: Answer = { status: 502, body: '<html></html>', retryAfter: undefined }

/** What becomes of a request while these troubles last; `onMet` hears which of them it met. */
export function fateOf(
  troubles: readonly LastingTrouble[],
  request: Request,
  { age, dice, onMet }: { age: number; dice: Dice; onMet: (met: LastingTrouble) => void },
): Fate {
  const met = troubles.find(
    (trouble) =>
      trouble.kind !== 'queue' &&
      isOn(trouble, age) &&
      (trouble.symbol === undefined || trouble.symbol === request.symbol),
  )
  if (met === undefined) return well(dice)
  onMet(met)
  if (met.kind === 'ban') return inBan(met.to - age)
  const hasErrors = met.kind === 'mixed' ? dice.chance(0.5) : met.kind.endsWith('errors')
  const instead = hasErrors ? PAGE : 'broken'
  return { kind: 'lost', answered: dice.whole(20, hasErrors ? 500 : 9_000), instead }
}

/** What becomes of a statement to the database. */
export function failureOf(
  troubles: readonly LastingTrouble[],
  sql: string,
  age: number,
): 'SQLITE_BUSY' | undefined {
  const isEnd = sql.startsWith('delete from "wake"')
  const stands = troubles.some((trouble) => trouble.kind === 'queue' && isOn(trouble, age))
  return isEnd && stands ? 'SQLITE_BUSY' : undefined
}

function isOn({ from, to }: LastingTrouble, age: number): boolean {
  return age >= from && age < to
}
