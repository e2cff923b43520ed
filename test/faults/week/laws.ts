import { confirmWaits } from '../../../src/keys/confirm.ts'
import { paceOf, type Pace } from '../../../src/keys/pace.ts'
import type { Incident } from './forecast.ts'
import type { Person } from './people.ts'

/** A notice of the week: milliseconds from the start. */
export interface Told {
  userId: string
  kind: string
  at: number
}

/** What an incident leaves behind: a Retry-After, a clock that one answer puts right, a held key's wait. */
const AFTER_MS: Partial<Record<Incident['kind'], number>> = {
  flood: 300_000,
  skew: 240_000,
  blocked: 300_000,
  mistaken: 300_000,
}
const SLACK_SECONDS = 60
const BINANCE_SECONDS = { idle: 600, busy: 180 }

/** What was promised of one key's death, and how it went. */
export interface Death {
  person: Person
  /** Seconds from its death until its trader was told; undefined: never. */
  after: number | undefined
  /** Seconds within which that was promised, incidents allowed for. */
  promised: number
  /** The same without incidents. */
  bound: number
}

/** Every death with what was promised of it. Those whose promise reaches beyond the end are left out. */
export function listDeaths(
  people: readonly Person[],
  told: readonly Told[],
  incidents: readonly Incident[],
  lengthMs: number,
): Death[] {
  return people.flatMap((person) => {
    const { dies } = person.fate
    if (dies === undefined) return []
    const bound = boundOf(person, people)
    const deadline = deadlineOf(person, bound, incidents)
    if (deadline > Math.min(lengthMs, dies.to)) return []
    const at = told.find((one) => one.userId === person.key.userId && one.kind === 'key-dead')?.at
    return {
      person,
      after: at === undefined ? undefined : (at - dies.from) / 1000,
      promised: (deadline - dies.from) / 1000,
      bound,
    }
  })
}

/** Whatever is not as promised, in words. */
export function listBroken(
  people: readonly Person[],
  told: readonly Told[],
  deaths: readonly Death[],
  trespasses: readonly string[],
): string[] {
  const byUser = Map.groupBy(told, ({ userId }) => userId)
  const broken: string[] = []
  for (const { key, fate } of people) {
    const dead = (byUser.get(key.userId) ?? []).filter(({ kind }) => kind === 'key-dead')
    const back = (byUser.get(key.userId) ?? []).filter(({ kind }) => kind === 'key-back')
    const name = `${key.id} (${key.exchange})`
    if (fate.dies === undefined && dead.length > 0) broken.push(`${name} lives and was called dead`)
    if (dead.length > 1) broken.push(`${name} was called dead ${dead.length} times`)
    if (back.length > 1) broken.push(`${name} was called back ${back.length} times`)
    if (dead.some(({ at }) => at < (fate.dies?.from ?? 0)))
      broken.push(`${name} was told too early`)
  }
  for (const { person, after, promised } of deaths) {
    const name = `${person.key.id} (${person.key.exchange}${person.busy ? ', busy' : ''})`
    if (after === undefined) broken.push(`${name} died, and nobody was told`)
    else if (after > promised) {
      broken.push(`${name} was told after ${Math.round(after)} s, promised ${Math.round(promised)}`)
    }
  }
  return [...broken, ...trespasses.map((one) => `a request inside a Retry-After: ${one}`)]
}

/** Its check interval and its exchange's confirmation. */
function boundOf({ key, busy }: Person, people: readonly Person[]): number {
  const kind = busy ? 'busy' : 'idle'
  if (key.exchange === 'binance') return BINANCE_SECONDS[kind]
  const waits = confirmWaits({ confirmSeconds: undefined }, key, busy)
  const confirmed = waits.reduce((sum, wait) => sum + wait, 0)
  return paceOnExchange(key.exchange, people)[kind] + confirmed + SLACK_SECONDS
}

function paceOnExchange(exchange: Person['key']['exchange'], people: readonly Person[]): Pace {
  const there = people.filter(({ key }) => key.exchange === exchange)
  const crowd = { keys: there.length, busy: there.filter(({ busy }) => busy).length }
  return paceOf(exchange, crowd, { idle: 240, busy: 60 })
}

/**
 * The end of the first stretch of that length without incidents. After one that all keys shared, what
 * was held back is confirmed anew: twice the time.
 */
function deadlineOf({ key, fate }: Person, bound: number, incidents: readonly Incident[]): number {
  let from = fate.dies?.from ?? 0
  let length = bound * 1000
  for (const incident of incidents) {
    const { exchange, kind } = incident
    const end = incident.to + (AFTER_MS[kind] ?? 0)
    if (exchange !== key.exchange || end <= from || incident.from >= from + length) continue
    from = end
    length = bound * (kind === 'blocked' || kind === 'mistaken' ? 2 : 1) * 1000
  }
  return from + length
}
