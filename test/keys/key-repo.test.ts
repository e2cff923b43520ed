import { Big } from 'big.js'
import { describe, expect, test } from 'vitest'
import { addSeconds } from '../../src/lib/clock.ts'
import type { Db } from '../../src/db/schema.ts'
import type { Key } from '../../src/keys/key.ts'
import {
  eraseKey,
  findKey,
  findSealed,
  getKey,
  insertKey,
  listKeys,
  listWatchedKeyIds,
  moveKey,
  saveHealth,
} from '../../src/keys/key-repo.ts'
import { NOON } from '../exchange/hand-clock.ts'
import { aDatabase } from '../support/scratch.ts'
import { aKey } from '../support/a-key.ts'

const SEALED = { wrappedDataKey: 'wrapped', sealedCredentials: 'sealed' }

async function keep(db: Db, ...keys: readonly Key[]): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (const key of keys) await insertKey(trx, key, SEALED)
  })
}

describe('key-repo', () => {
  test.each<[string, Key]>([
    ['an ordinary key', aKey()],
    [
      'a suspect key with rights that are half known',
      aKey({
        health: 'suspect',
        cause: 'not-permitted',
        refusals: 2,
        refusedAt: addSeconds(NOON, -60),
        checkedAt: addSeconds(NOON, 60),
        watchOnly: true,
        takerFeeRate: new Big('0.00075'),
        rights: {
          read: true,
          trade: undefined,
          withdraw: undefined,
          ipBound: false,
          createdAt: undefined,
          expiresAt: addSeconds(NOON, 86_400),
        },
      }),
    ],
  ])('gives back %s as it was', async (_, key) => {
    const db = await aDatabase()

    await keep(db, key)

    expect(await getKey(db, key.id)).toEqual(key)
  })

  test('knows nothing of a key that was never there', async () => {
    const db = await aDatabase()

    expect(await findKey(db, 'nobody')).toBeUndefined()
    expect(await findSealed(db, 'nobody')).toBeUndefined()
    await expect(getKey(db, 'nobody')).rejects.toThrow(RangeError)
  })

  test('lists the keys of one user, oldest first, without unlinked ones', async () => {
    const db = await aDatabase()
    await keep(
      db,
      aKey({ id: 'young', createdAt: addSeconds(NOON, 10) }),
      aKey({ id: 'old' }),
      aKey({ id: 'gone', status: 'unlinked' }),
      aKey({ id: 'theirs', userId: '8' }),
    )

    expect((await listKeys(db, '7')).map(({ id }) => id)).toEqual(['old', 'young'])
  })

  test('watches keys that are linked or on their way out', async () => {
    const db = await aDatabase()
    const states = ['linked', 'disconnecting', 'sealed', 'unlinked'] as const
    await keep(db, ...states.map((status) => aKey({ id: status, status })))

    expect((await listWatchedKeyIds(db)).toSorted()).toEqual(['disconnecting', 'linked'])
  })

  test('moveKey() moves once', async () => {
    const db = await aDatabase()
    await keep(db, aKey())
    const move = { from: 'linked', to: 'disconnecting', at: NOON } as const
    const twice = () =>
      db
        .transaction()
        .execute(async (trx) => [
          await moveKey(trx, 'key-1', move),
          await moveKey(trx, 'key-1', move),
        ])

    expect(await twice()).toEqual([true, false])
    expect(await getKey(db, 'key-1')).toMatchObject({ status: 'disconnecting' })
  })

  test('eraseKey() leaves a tombstone without a secret', async () => {
    const db = await aDatabase()
    await keep(db, aKey(), aKey({ id: 'key-2' }))

    await db.transaction().execute((trx) => eraseKey(trx, 'key-1', NOON))

    expect(await findSealed(db, 'key-1')).toBeUndefined()
    expect(await getKey(db, 'key-1')).toMatchObject({
      status: 'unlinked',
      exchange: 'binance',
      label: 'Binance',
      tail: 'abcd',
    })
    expect(await findSealed(db, 'key-2')).toEqual(SEALED)
  })

  test.each<[string, Partial<Key>]>([
    ['status', { status: 'disconnecting' }],
    ['health', { health: 'dead' }],
    ['count of refusals', { refusals: 1 }],
    ['moment of the check', { checkedAt: addSeconds(NOON, 1) }],
  ])('saveHealth() writes nothing when the %s changed meanwhile', async (_, meanwhile) => {
    const db = await aDatabase()
    await keep(db, aKey(meanwhile))
    const found = aKey({ health: 'suspect', cause: 'revoked', refusals: 1 })

    const saved = await db.transaction().execute((trx) => saveHealth(trx, found, aKey()))

    expect(saved).toBe(false)
    expect(await getKey(db, 'key-1')).toEqual(aKey(meanwhile))
  })
})
