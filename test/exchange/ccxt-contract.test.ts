import { newKeyPair, type KeyPair } from '../../src/exchange/credentials/key-pair.ts'
import { createPaperExchange } from '../../src/playground/paper-exchange/paper-exchange.ts'
import { exchangeContract } from './exchange-contract.ts'
import { HandClock } from './hand-clock.ts'
import { paperWorld } from './paper-world.ts'
import { mount, openExchanges } from './support.ts'

async function openWorld(keys: { pair?: KeyPair } = {}) {
  const clock = new HandClock()
  const paper = createPaperExchange({ clock, seed: 1 })
  const exchanges = openExchanges(await mount(paper), clock)
  return paperWorld({ id: 'binance', clock, paper, exchanges, orderPath: '/api/v3/order', ...keys })
}

exchangeContract('ccxt over the paper exchange', openWorld)

exchangeContract('ccxt over the paper exchange, with Ed25519 keys', async () =>
  openWorld({ pair: await newKeyPair('ed25519') }),
)
