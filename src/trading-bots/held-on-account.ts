import type { Big } from 'big.js'
import type { Db } from '../db/schema.ts'
import type { Key } from '../keys/key.ts'
import { listKeys } from '../keys/key-repo.ts'
import { listBotsOfKey } from './bot-repo.ts'
import { positionsOf } from './positions.ts'

/** All keys of a key's account that its trader has linked, itself too. */
export async function listKeysOfAccount(db: Db, key: Key): Promise<Key[]> {
  return (await listKeys(db, key.userId)).filter(
    ({ exchange, accountUid }) => exchange === key.exchange && accountUid === key.accountUid,
  )
}

/** What the bots of some keys hold, by coin. */
export async function heldByKeys(
  db: Db,
  keys: readonly Pick<Key, 'id'>[],
): Promise<Map<string, Big>> {
  const held = new Map<string, Big>()
  for (const { id } of keys) {
    for (const { bot, position } of await positionsOf(db, await listBotsOfKey(db, id))) {
      const base = bot.symbol.split('/')[0] ?? ''
      held.set(base, position.amount.plus(held.get(base) ?? 0))
    }
  }
  return held
}
