import { randomUUID } from 'node:crypto'
import type { AppConfig } from '../../src/app.ts'
import { migrate } from '../../src/db/migrate.ts'
import { openSqlite } from '../../src/db/open.ts'
import type { Db } from '../../src/db/schema.ts'
import { writeMeta } from '../../src/db/stamp.ts'
import { transact } from '../../src/db/transact.ts'
import type { Credentials, ExchangeId } from '../../src/exchange/exchange.ts'
import { insertKey } from '../../src/keys/key-repo.ts'
import type { Vault } from '../../src/keys/vault.ts'
import { aKey } from '../support/a-key.ts'

const RIGHTS = { ...aKey().rights, createdAt: undefined }
const PER_TRANSACTION = 1_000

/** An SQLite file with all tables, before Undock starts on it. */
export async function prepareDatabase({ database }: Pick<AppConfig, 'database'>): Promise<void> {
  if (database.kind !== 'sqlite') throw new TypeError('Cannot prepare: not SQLite')
  const opened = openSqlite(database.path)
  await migrate(opened.db)
  await writeMeta(opened.db, 'mode', 'live')
  await opened.close()
}

/** Links `count` keys without a bot, as their owners would have; the credentials are used in turn. */
export async function linkIdleKeys(
  { db, vault, now }: { db: Db; vault: Vault; now: Date },
  {
    exchange,
    credentials,
    count,
  }: { exchange: ExchangeId; credentials: Credentials[]; count: number },
): Promise<string[]> {
  const ids = Array.from({ length: count }, () => randomUUID())
  for (let from = 0; from < count; from += PER_TRANSACTION) {
    await transact(db, async (trx) => {
      for (const [i, id] of ids.slice(from, from + PER_TRANSACTION).entries()) {
        const secret = credentials[(from + i) % credentials.length]
        if (secret === undefined) throw new RangeError('Cannot link: no credentials')
        const userId = String(100_000 + from + i)
        await insertKey(
          trx,
          aKey({
            id,
            userId,
            exchange,
            label: exchange,
            rights: RIGHTS,
            tail: secret.apiKey.slice(-4),
            accountUid: `uid-${from + i}`,
            checkedAt: now,
            createdAt: now,
          }),
          vault.seal(secret, { keyId: id, userId, exchange }),
        )
      }
    })
  }
  return ids
}
