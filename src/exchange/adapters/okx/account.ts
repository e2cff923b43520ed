import { Big } from 'big.js'
import {
  dateOf,
  given,
  partOf,
  rowsOf,
  textOf,
  wordsOf,
  type Row,
} from '../../dialect/answer-parts.ts'
import { toBalances } from '../../dialect/balances.ts'
import type { CcxtClient } from '../../ccxt/ccxt-client.ts'
import type { Account, KeyRights } from '../../exchange.ts'
import { OKX_FACTS } from './help.ts'

/** What the trading account has, whose it is, and what it pays. */
export async function readAccount(client: CcxtClient): Promise<Account> {
  const [config, fees, balance] = await Promise.all([
    readConfig(client),
    client.request('account/trade-fee', 'private', 'GET', { instType: 'SPOT' }),
    client.request('account/balance', 'private', 'GET', {}),
  ])
  return {
    uid: given(config['uid'], 'uid'),
    canTrade: wordsOf(config['perm']).includes('trade'),
    takerFeeRate: takerFeeRateOf(rowsOf(fees, 'data')[0] ?? {}),
    updatedAt: dateOf(partOf(balance, 'data', 0, 'uTime')),
    balances: toBalances(client, rowsOf(balance, 'data', 0, 'details'), {
      coin: 'ccy',
      free: 'availBal',
      used: 'frozenBal',
    }),
  }
}

/** What the key may do. OKX tells no dates. */
export async function readRights(client: CcxtClient): Promise<KeyRights> {
  const { perm, ip: addresses } = await readConfig(client)
  const rights = wordsOf(perm)
  return {
    read: rights.includes('read_only'),
    trade: rights.includes('trade'),
    withdraw: rights.includes('withdraw'),
    ipBound: wordsOf(addresses).length > 0,
    createdAt: undefined,
    expiresAt: undefined,
  }
}

async function readConfig(client: CcxtClient): Promise<Row> {
  const [config] = rowsOf(await client.request('account/config', 'private', 'GET', {}), 'data')
  if (config) return config
  throw new TypeError('Cannot read answer: no configuration')
}

/**
 * Europe pays more than the world, and pairs of USDT may cost other than the rest: the dearest, so that no
 * sale is called a gain that is none. OKX writes what it takes below zero.
 */
function takerFeeRateOf({ taker, takerUSDC }: Row): Big {
  const rates = [taker, takerUSDC].map(textOf).filter((rate) => rate !== undefined)
  if (rates.length === 0) return new Big(OKX_FACTS.takerFeeRate)
  const taken = rates.map((rate) => new Big(rate).neg())
  return taken.reduce((dearest, rate) => (rate.gt(dearest) ? rate : dearest), new Big(0))
}
