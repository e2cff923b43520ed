import { randomBytes, randomUUID } from 'node:crypto'
import { createLog } from '../../src/lib/log.ts'
import { Secret } from '../../src/lib/secret.ts'
import { BINANCE } from '../../src/exchange/adapters/binance/binance.ts'
import { openSqlite } from '../../src/db/open.ts'
import { commit, type Core } from '../../src/queue/core.ts'
import { SqliteQueue } from '../../src/queue/sqlite-queue.ts'
import { getKey, insertKey, listKeys } from '../../src/keys/key-repo.ts'
import { Vault } from '../../src/keys/vault.ts'
import { startSaga } from '../../src/sagas/saga-repo.ts'
import { changePlan, insertDraft } from '../../src/sagas/exit-plan-repo.ts'
import { linkKey } from '../support/journey.ts'
import { startUndock } from '../support/undock-process.ts'
import { openWorld, pathOf, type World } from '../support/world.ts'
import { print } from './report.ts'

const SAGAS = 1_000
/** What an exit with nothing to cancel costs of the rate limit: one look at orders and balances. */
const LOOK = BINANCE.costs.openOrders.weight + BINANCE.costs.account.weight
const WATCHED_SECONDS = 30

/**
 * A process with 1,000 exits under way is killed. How soon the next one is at work again, and
 * whether it then works as fast as the exchange's rate limit lets it.
 */
export async function benchResume(): Promise<void> {
  const vaultKey = randomBytes(32).toString('base64')
  const world = await openWorld({ logLevel: 'error', vaultKey: new Secret(vaultKey) })
  const credentials = await linkKey(world)
  await world.app.stop()
  await beginExits(world, new Vault(new Secret(vaultKey)), credentials)
  const env = { ...world.environment, VAULT_KEY: vaultKey, LOG_LEVEL: 'error' }

  const first = await startUndock(env)
  await looks(world, 5)
  await first.kill9()
  // Rate limits look back a minute: what the first one spent is not the second one's.
  world.clock.advance(61)
  const before = countLooks(world)
  const start = performance.now()
  const second = await startUndock(env)
  await looks(world, before + 1)
  const firstLook = (performance.now() - start) / 1_000
  await new Promise((resolve) => setTimeout(resolve, WATCHED_SECONDS * 1_000))
  const done = countLooks(world) - before
  await second.kill9()
  await world.close()

  // A full minute's budget is there at the start, and none of it comes back within the half.
  const allowed = BINANCE.budgets['api']?.weight ?? 0
  print(`After kill -9 with ${SAGAS} exits under way`, [
    {
      'first call, s after the start': firstLook.toFixed(2),
      'exits seen flat': done,
      'exits that the rate limit allows': Math.floor(allowed / LOOK),
      ratio: ((done * LOOK) / allowed).toFixed(2),
    },
  ])
}

async function beginExits(
  world: World,
  vault: Vault,
  credentials: { apiKey: string; secret: string },
): Promise<void> {
  const { clock } = world
  const database = openSqlite(pathOf(world))
  const { db } = database
  const log = createLog(
    'error',
    () => clock.now(),
    (line) => process.stderr.write(line),
  )
  const core: Core = { db, clock, log, queue: new SqliteQueue(db, clock, log) }
  const [model] = await listKeys(db, String(world.alice.id))
  if (model === undefined) throw new RangeError('Cannot begin exits: no key is linked')
  const key = await getKey(db, model.id)
  await commit(core, async (trx) => {
    for (let i = 0; i < SAGAS; i += 1) {
      const [id, userId] = [randomUUID(), String(10_000 + i)]
      const own = { ...key, id, userId, status: 'disconnecting' as const }
      const sealed = vault.seal(credentials, { keyId: id, userId, exchange: key.exchange })
      await insertKey(trx, own, sealed)
      const wish = { userId, keyId: id, kind: 'disconnect', botId: undefined } as const
      const plan = await insertDraft(trx, wish, clock.now())
      await changePlan(trx, plan, { status: 'running', at: clock.now() })
      const saga = { kind: 'disconnect-key', userId, keyId: id, subjectId: plan.id } as const
      await startSaga(trx, core, { ...saga, step: 'cancel' })
    }
  })
  await database.close()
}

function countLooks({ exchange }: World): number {
  return exchange.requests().filter(({ path }) => path === '/api/v3/openOrders').length
}

async function looks(world: World, count: number): Promise<void> {
  while (countLooks(world) < count) await new Promise((resolve) => setTimeout(resolve, 5))
}
