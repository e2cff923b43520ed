import { exchangeContract } from '../exchange-contract.ts'
import { paperWorld } from '../paper-world.ts'
import { openBybit } from './open-bybit.ts'

exchangeContract('ccxt over a Bybit on this machine', async () => ({
  ...paperWorld({ id: 'bybit', ...(await openBybit()), orderPath: '/v5/order/create' }),
  verdicts: { 'ip-blocked': 'ip-blocked', 'trade-removed': 'permission-lost' },
}))
