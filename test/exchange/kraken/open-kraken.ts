import { onTestFinished } from 'vitest'
import { createExchanges } from '../../../src/exchange/exchanges.ts'
import { createPaperExchange } from '../../../src/playground/paper-exchange/paper-exchange.ts'
import { PatientClock } from '../patient-clock.ts'
import { mount } from '../support.ts'
import { krakenRest } from './kraken-rest.ts'

/**
 * A Kraken on a free port, and the exchanges that reach it there, until the test ends. Both go by one clock, on which
 * the up to 45 s that its counter takes to fall pass at once.
 */
export async function openKraken() {
  const clock = new PatientClock(60_000)
  const { dialect, state } = krakenRest()
  const kraken = createPaperExchange({ clock, seed: 1, dialect })
  const exchanges = createExchanges({
    clock,
    origins: { kraken: await mount(kraken) },
    patience: { idleMs: 2_000, totalMs: 100_000 },
  })
  onTestFinished(() => exchanges.close())
  return { clock, kraken, state, exchanges }
}
