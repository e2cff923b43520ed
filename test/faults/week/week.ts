import { randomBytes } from 'node:crypto'
import { migrate } from '../../../src/db/migrate.ts'
import { openSqlite } from '../../../src/db/open.ts'
import { EXCHANGE_IDS } from '../../../src/exchange/exchange-id.ts'
import { Connections } from '../../../src/keys/connections.ts'
import type { KeyCore } from '../../../src/keys/key-core.ts'
import { insertKey } from '../../../src/keys/key-repo.ts'
import { turnAfter } from '../../../src/keys/pace.ts'
import { Vault } from '../../../src/keys/vault.ts'
import { checkKey, queueCheck } from '../../../src/keys/watch.ts'
import { createLog } from '../../../src/lib/log.ts'
import { Secret } from '../../../src/lib/secret.ts'
import type { Notice } from '../../../src/notices/notice.ts'
import { lookAtHost } from '../../../src/operator/watch-host.ts'
import { onKeyNews } from '../../../src/sagas/dead-key.ts'
import { Dice } from '../world/dice.ts'
import { VirtualTime } from '../world/virtual-time.ts'
import { forecast } from './forecast.ts'
import { listBroken, listDeaths, type Death, type Told } from './laws.ts'
import { FEW, somePeople } from './people.ts'
import { Sky } from './sky.ts'
import { weekExchanges } from './week-exchanges.ts'
import { WeekQueue } from './week-queue.ts'

const START = new Date('2026-11-02T00:00:00.000Z')
const OPERATOR = '1'
const LOOK_MS = 60_000
/** Keys on an exchange from which on one can be told from all: fewer keys are on fewer exchanges. */
const FLEET = 8
/** Work that has not ended after so many turns of the event loop waits for time to pass. */
const MOST_TURNS = 12

export interface WeekOptions {
  seed: number
  keys: number
  days: number
  onDay?: (day: number) => void
}

/** What became of the week. */
export interface WeekReport {
  /** What was not as it must be; empty if all was. */
  broken: string[]
  deaths: Death[]
  counts: ReadonlyMap<string, number>
  /** Most probes within one second. */
  peak: number
  notices: Map<string, number>
}

/**
 * Keys on all exchanges, watched by the real checks for days of virtual time, while exchanges are down,
 * flood, err and block us, and some keys truly die.
 */
export async function runWeek(options: WeekOptions): Promise<WeekReport> {
  const { seed, keys: count, days, onDay } = options
  const ids = EXCHANGE_IDS.slice(0, Math.max(1, Math.floor(count / FLEET)))
  const dice = new Dice(seed, 'week')
  const lengthMs = days * 86_400_000
  const time = new VirtualTime(START)
  const now = () => time.ms - START.getTime()
  const people = somePeople(dice.for('people'), ids, { count, start: START, lengthMs })
  const incidents = forecast(dice.for('incidents'), ids, {
    lengthMs,
    few: count / ids.length < FEW,
  })
  const fates = new Map(people.map(({ apiKey, fate }) => [apiKey, fate]))
  const sky = new Sky({ dice: dice.for('sky'), now, incidents, fates })

  const database = openSqlite(':memory:')
  const { db } = database
  await migrate(db)
  const clock = { now: time.now, after: time.after }
  const log = createLog('error', clock.now, (line) => process.stderr.write(`${line}\n`))
  const vault = new Vault(new Secret(randomBytes(32).toString('base64')))
  const world = weekExchanges(clock, START.getTime(), sky)
  const busy = new Set(people.filter((person) => person.busy).map(({ key }) => key.id))
  const queue = new WeekQueue(time, (id) =>
    checkKey(core, id, async (key) => busy.has(key.id), onKeyNews(core)),
  )
  const onRefused = () => undefined
  const core: KeyCore = {
    db,
    queue,
    clock,
    log,
    vault,
    exchanges: world,
    connections: new Connections({ db, vault, exchanges: world, clock, onRefused }),
    checks: { idleSeconds: 240, busySeconds: 60, confirmSeconds: undefined, hasOperator: true },
  }
  await db.transaction().execute(async (trx) => {
    for (const { key, apiKey } of people) {
      const owner = { keyId: key.id, userId: key.userId, exchange: key.exchange }
      await insertKey(trx, key, vault.seal({ apiKey, secret: apiKey }, owner))
      await queueCheck(trx, core, key.id, turnAfter(key.id, START, core.checks.idleSeconds))
    }
  })
  const host = { ...core, operatorIds: [OPERATOR], diskSpace: () => Promise.resolve(undefined) }
  const look = (): void => {
    void lookAtHost(host)
    time.after(LOOK_MS, look)
  }
  time.after(LOOK_MS, look)

  let day = 0
  for (let next = time.nextDue(); next !== undefined; next = time.nextDue()) {
    if (next - START.getTime() > lengthMs) break
    time.step()
    await settle(queue)
    if (now() < (day + 1) * 86_400_000) continue
    day += 1
    onDay?.(day)
  }

  const rows = await db.selectFrom('notice').select(['user_id', 'body', 'created_at']).execute()
  const told = rows.map((row): Told => ({
    userId: row.user_id,
    kind: (JSON.parse(row.body) as Notice).kind,
    at: new Date(row.created_at).getTime() - START.getTime(),
  }))
  const deaths = listDeaths(people, told, incidents, lengthMs)
  const broken = listBroken(people, told, deaths, sky.trespasses)
  await world.close()
  await queue.stop()
  await database.close()
  const notices = new Map([...Map.groupBy(told, ({ kind }) => kind)].map(([k, v]) => [k, v.length]))
  for (const [kind, of] of Map.groupBy(incidents, (one) => one.kind)) {
    sky.counts.set(`incidents: ${kind}`, of.length)
  }
  return { broken, deaths, counts: sky.counts, peak: sky.peak, notices }
}

/** Lets what needs no time come to its end. */
async function settle(queue: WeekQueue): Promise<void> {
  for (let turn = 0; turn < MOST_TURNS && queue.busy > 0; turn += 1) {
    await new Promise<void>((resolve) => setImmediate(resolve))
  }
}
