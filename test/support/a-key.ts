import { Big } from 'big.js'
import { UNDOUBTED, type Key } from '../../src/keys/key.ts'
import { NOON } from '../exchange/hand-clock.ts'

/** A healthy key of user 7, a key pair that may read and trade. */
export function aKey(overrides: Partial<Key> = {}): Key {
  return {
    id: 'key-1',
    userId: '7',
    exchange: 'binance',
    label: 'Binance',
    status: 'linked',
    ...UNDOUBTED,
    endTold: undefined,
    kind: 'key-pair',
    watchOnly: false,
    rights: {
      read: true,
      trade: true,
      withdraw: false,
      ipBound: true,
      createdAt: NOON,
      expiresAt: undefined,
    },
    accountUid: '100',
    takerFeeRate: new Big('0.001'),
    tail: 'abcd',
    checkedAt: NOON,
    createdAt: NOON,
    ...overrides,
  }
}
