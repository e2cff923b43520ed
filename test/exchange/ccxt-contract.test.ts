import { createPaperExchange } from '../../src/playground/paper-exchange/paper-exchange.ts'
import { exchangeContract } from './exchange-contract.ts'
import { HandClock } from './hand-clock.ts'
import { paperWorld } from './paper-world.ts'
import { mount, openExchanges } from './support.ts'

exchangeContract('ccxt over the paper exchange', async () => {
  const clock = new HandClock()
  const paper = createPaperExchange({ clock, seed: 1 })
  const exchanges = openExchanges(await mount(paper), clock)
  return paperWorld({ id: 'binance', clock, paper, exchanges, orderPath: '/api/v3/order' })
})
