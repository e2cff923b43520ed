import { onTestFinished } from 'vitest'
import { createExchanges } from '../../../src/exchange/exchanges.ts'
import type { Clock } from '../../../src/lib/clock.ts'
import { PatientClock } from '../patient-clock.ts'
import { mount } from '../support.ts'
import { createOkx } from './okx.ts'

/**
 * An OKX on a free port, and the exchanges that reach it there, until the test ends. Both go by one
 * clock, unless OKX has its own.
 */
export async function openOkx(theirs?: Clock) {
  const clock = new PatientClock(2_999)
  const okx = createOkx({ clock: theirs ?? clock, seed: 1 })
  const exchanges = createExchanges({
    clock,
    origins: { okx: await mount(okx) },
    patience: { idleMs: 2_000, totalMs: 20_000 },
  })
  onTestFinished(() => exchanges.close())
  return { clock, okx, exchanges }
}
