import { onTestFinished } from 'vitest'
import { createExchanges } from '../../../src/exchange/exchanges.ts'
import { createPaperExchange } from '../../../src/playground/paper-exchange/paper-exchange.ts'
import { mount } from '../support.ts'
import { PatientClock } from '../patient-clock.ts'
import { coinbaseRest } from './coinbase-rest.ts'

/**
 * A Coinbase on a free port, and the exchanges that reach it there, until the test ends. Both go by one clock, on which
 * the second of its limits passes at once.
 */
export async function openCoinbase() {
  const clock = new PatientClock(2_999)
  const { dialect, state } = coinbaseRest()
  const coinbase = createPaperExchange({ clock, seed: 1, dialect })
  const exchanges = createExchanges({
    clock,
    origins: { coinbase: await mount(coinbase) },
    patience: { idleMs: 2_000, totalMs: 20_000 },
  })
  onTestFinished(() => exchanges.close())
  return { clock, coinbase, state, exchanges }
}
