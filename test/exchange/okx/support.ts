import { onTestFinished } from 'vitest'
import { createExchanges } from '../../../src/exchange/exchanges.ts'
import type { Clock } from '../../../src/lib/clock.ts'
import { HandClock } from '../hand-clock.ts'
import { mount } from '../support.ts'
import { createOkx } from './okx.ts'

/** Stands still, but that waiting for a limit of OKX takes no time: its seconds pass at once. */
class PatientClock extends HandClock {
  override after(ms: number, task: () => void): () => void {
    const callOff = super.after(ms, task)
    if (ms >= 3_000) return callOff
    const passing = setImmediate(() => this.advance(ms))
    return () => {
      clearImmediate(passing)
      callOff()
    }
  }
}

/**
 * An OKX on a free port, and the exchanges that reach it there, until the test ends. Both go by one
 * clock, unless OKX has its own.
 */
export async function openOkx(theirs?: Clock) {
  const clock = new PatientClock()
  const okx = createOkx({ clock: theirs ?? clock, seed: 1 })
  const exchanges = createExchanges({
    clock,
    origins: { okx: await mount(okx) },
    patience: { idleMs: 2_000, totalMs: 20_000 },
  })
  onTestFinished(() => exchanges.close())
  return { clock, okx, exchanges }
}
