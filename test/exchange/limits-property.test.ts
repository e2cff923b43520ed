import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openSharedLimits } from '../../src/db/shared-limits.ts'
import { RateLimit } from '../../src/exchange/rate-limit/rate-limit.ts'
import type { Lane } from '../../src/exchange/rate-limit/rate-window.ts'
import type { SharedLimits } from '../../src/exchange/rate-limit/shared-limits.ts'
import { addSeconds } from '../../src/lib/clock.ts'
import { createLog } from '../../src/lib/log.ts'
import { aSqlite } from '../support/scratch.ts'
import { HandClock } from './hand-clock.ts'
import { Judge } from './limits-judge.ts'

const BUDGET = { weight: 100, seconds: 10, per: 'address' } as const
const LANES: Lane[] = ['routine', 'exit']

type Act =
  | { kind: 'ask'; process: number; lane: Lane; weight: number; times: number }
  | { kind: 'wait'; ms: number }
  | { kind: 'flood'; process: number; seconds: number }
  | { kind: 'restart'; process: number }

const process = fc.nat(2)
const asks: fc.Arbitrary<Act> = fc.record({
  kind: fc.constant('ask'),
  process,
  lane: fc.constantFrom(...LANES),
  weight: fc.integer({ min: 1, max: 20 }),
  times: fc.integer({ min: 1, max: 12 }),
})
const waits: fc.Arbitrary<Act> = fc.record({
  kind: fc.constant('wait'),
  ms: fc.oneof(fc.nat(3_000), fc.constantFrom(1, 4_999, 5_000, 9_999, 10_000)),
})
const floods: fc.Arbitrary<Act> = fc.record({
  kind: fc.constant('flood'),
  process,
  seconds: fc.integer({ min: 1, max: 20 }),
})
const restarts: fc.Arbitrary<Act> = fc.record({ kind: fc.constant('restart'), process })

/** Processes that send to one exchange from one address. */
async function aFleet(
  size: number,
  openLimits: (clock: HandClock) => Promise<SharedLimits | undefined>,
  settle: () => Promise<void>,
) {
  const clock = new HandClock()
  const judge = new Judge(BUDGET)
  const open = async () => ({
    limit: new RateLimit({
      clock,
      name: 'binance',
      budgets: { api: BUDGET },
      per: 'address',
      shared: await openLimits(clock),
    }),
    alive: true,
  })
  const fleet = await Promise.all(Array.from({ length: size }, open))
  const at = (index: number) =>
    fleet[index % size] ?? Promise.reject(new RangeError('Nobody there'))

  const ask = async (index: number, lane: Lane, weight: number) => {
    const one = await at(index)
    const retryAt = await one.limit.take({ pool: 'api', weight }, lane)
    if (retryAt === undefined && one.alive) {
      judge.receive({ at: clock.now().getTime(), weight, lane })
    }
  }
  /** What gets its turn on the way is sent at once. */
  const wait = async (ms: number) => {
    for (let left = ms; left > 0;) {
      const step = Math.min(left, Math.max(1, clock.nextIn()))
      clock.advance(step)
      await settle()
      left -= step
    }
  }
  return {
    judge,
    act: async (act: Act): Promise<void> => {
      switch (act.kind) {
        case 'wait':
          return wait(act.ms)
        case 'ask':
          for (let i = 0; i < act.times; i += 1) void ask(act.process, act.lane, act.weight)
          return settle()
        case 'flood': {
          const until = addSeconds(clock.now(), act.seconds)
          judge.pause(clock.now(), until)
          return (await at(act.process)).limit.pause(until)
        }
        case 'restart':
          ;(await at(act.process)).alive = false
          fleet[act.process % size] = await open()
          return undefined
      }
    },
  }
}

describe('RateLimit, whatever comes', () => {
  test('spends no more than the budget, half of it on routine calls, and nothing in a pause', async () => {
    const acts = fc.array(fc.oneof(asks, waits, floods), { minLength: 20, maxLength: 60 })
    const property = fc.asyncProperty(acts, async (list) => {
      const settle = async () => {
        for (let i = 0; i < 8; i += 1) await Promise.resolve()
      }
      const { act, judge } = await aFleet(1, async () => undefined, settle)
      for (const one of list) await act(one)
      expect(judge.faults).toEqual([])
    })

    await fc.assert(property, { numRuns: 300 })
  })

  test('spends no more than the budget when processes share it, and come and go', async () => {
    const db = await aSqlite()
    const acts = fc.array(fc.oneof({ arbitrary: asks, weight: 3 }, waits, restarts), {
      minLength: 15,
      maxLength: 30,
    })
    const property = fc.asyncProperty(acts, async (list) => {
      await db.deleteFrom('rate_part').execute()
      const waiting = new Set<object>()
      const openLimits = async (clock: HandClock) => {
        const { limits } = await openSharedLimits(db, clock, silent(clock))
        const lease: SharedLimits['lease'] = async (wanted) => {
          waiting.add(wanted)
          return limits.lease(wanted).finally(() => waiting.delete(wanted))
        }
        return { ...limits, lease }
      }
      const settle = async () => {
        do await new Promise(setImmediate)
        while (waiting.size > 0)
      }
      const { act, judge } = await aFleet(3, openLimits, settle)
      for (const one of list) await act(one)
      expect(judge.faults).toEqual([])
    })

    await fc.assert(property, { numRuns: 40 })
  })
})

function silent(clock: HandClock) {
  return createLog(
    'error',
    () => clock.now(),
    () => undefined,
  )
}
