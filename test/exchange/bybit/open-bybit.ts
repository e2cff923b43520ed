import { onTestFinished } from 'vitest'
import { createExchanges } from '../../../src/exchange/exchanges.ts'
import { createPaperExchange } from '../../../src/playground/paper-exchange/paper-exchange.ts'
import { HandClock } from '../hand-clock.ts'
import { mount } from '../support.ts'
import { bybitRest } from './bybit-rest.ts'

/** A Bybit on this machine, and exchanges that take it for the real one, until the test ends. */
export async function openBybit() {
  const clock = new HandClock()
  const { dialect, ...rest } = bybitRest(clock)
  const paper = createPaperExchange({ clock, seed: 1, dialect })
  const exchanges = createExchanges({
    clock,
    origins: { bybit: await mount(paper) },
    patience: { idleMs: 2_000, totalMs: 20_000 },
  })
  onTestFinished(() => exchanges.close())
  return { ...rest, clock, paper, exchanges }
}
