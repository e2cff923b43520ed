import { onTestFinished } from 'vitest'
import { exchangeContract } from '../exchange-contract.ts'
import { paperWorld } from '../paper-world.ts'
import { openOkx } from './support.ts'

exchangeContract('ccxt over OKX', async () => {
  const { okx, ...rest } = await openOkx()
  // Whatever is asked, none of OKX's limits is ever passed.
  onTestFinished(() => {
    if (okx.requests().some(({ status }) => status === 429)) throw new Error('OKX was flooded')
  })
  return {
    ...paperWorld({ id: 'okx', paper: okx, ...rest, orderPath: '/api/v5/trade/order' }),
    differs: { minCost: '0' },
    verdicts: { 'ip-blocked': 'ip-blocked', 'trade-removed': 'permission-lost' },
  }
})
