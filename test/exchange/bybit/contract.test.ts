import { newKeyPair, type KeyPair } from '../../../src/exchange/credentials/key-pair.ts'
import { exchangeContract } from '../exchange-contract.ts'
import { paperWorld } from '../paper-world.ts'
import { openBybit } from './open-bybit.ts'

async function openWorld(keys: { pair?: KeyPair } = {}) {
  const bybit = await openBybit()
  return {
    ...paperWorld({ id: 'bybit', ...bybit, orderPath: '/v5/order/create', ...keys }),
    verdicts: { 'ip-blocked': 'ip-blocked', 'trade-removed': 'permission-lost' },
  } as const
}

exchangeContract('ccxt over a Bybit on this machine', openWorld)

const pair = newKeyPair('rsa-4096')
exchangeContract('ccxt over a Bybit on this machine, with RSA 4096 keys', async () =>
  openWorld({ pair: await pair }),
)
