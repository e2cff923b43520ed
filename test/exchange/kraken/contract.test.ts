import { exchangeContract } from '../exchange-contract.ts'
import { paperWorld } from '../paper-world.ts'
import { openKraken } from './open-kraken.ts'

exchangeContract('ccxt over Kraken', async () => {
  const { kraken, ...rest } = await openKraken()
  return {
    ...paperWorld({
      id: 'kraken',
      paper: kraken,
      ...rest,
      orderPath: '/0/private/AddOrder',
      lane: 'exit',
    }),
    differs: { hasNoMaxAmount: true, takerFeeRate: '0.004', feeOfBuy: ['USDT', '0.5'] },
    verdicts: { deleted: 'not-permitted', 'trade-removed': 'permission-lost' },
  }
})
