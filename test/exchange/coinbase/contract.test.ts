import { onTestFinished } from 'vitest'
import { createRandom } from '../../../src/playground/paper-exchange/random.ts'
import { exchangeContract } from '../exchange-contract.ts'
import { paperWorld } from '../paper-world.ts'
import { newCredentials } from './auth.ts'
import { openCoinbase } from './open-coinbase.ts'

exchangeContract('ccxt over Coinbase', async () => {
  const { coinbase, ...rest } = await openCoinbase()
  // Whatever is asked, none of Coinbase's limits is ever passed.
  onTestFinished(() => {
    if (coinbase.requests().some(({ status }) => status === 429)) throw new Error('Flooded')
  })
  const orderPath = '/api/v3/brokerage/orders'
  return {
    ...paperWorld({ id: 'coinbase', paper: coinbase, ...rest, orderPath }),
    differs: {
      takerFeeRate: '0.006',
      feeOfBuy: ['USDT', '0.5'],
      hidesAddresses: true,
      repeats: true,
      wrongSecret: newCredentials(createRandom(99)).secret,
    },
    verdicts: {
      deleted: 'not-permitted',
      'trade-removed': 'permission-lost',
      frozen: 'permission-lost',
      'wrong-secret': 'not-permitted',
    },
  }
})
