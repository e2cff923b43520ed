import { expect, test } from 'vitest'
import { createLog } from '../../src/lib/log.ts'
import { healthRoutes, type Vitals } from '../../src/operator/health.ts'
import { SqliteQueue } from '../../src/queue/sqlite-queue.ts'
import { HandClock } from '../exchange/hand-clock.ts'
import { aDatabase } from '../support/scratch.ts'

async function open() {
  const clock = new HandClock()
  const db = await aDatabase()
  const log = createLog(
    'error',
    () => clock.now(),
    () => undefined,
  )
  const queue = new SqliteQueue(db, clock, log)
  await queue.start()
  const vitals: Vitals = { db, queue, vaultChecked: true, telegramWorks: () => true }
  const app = healthRoutes(clock, vitals)
  return {
    clock,
    db,
    queue,
    vitals,
    ready: async () => {
      const answer = await app.request('/readyz')
      return { status: answer.status, ...((await answer.json()) as object) }
    },
    healthz: async () => (await app.request('/healthz')).status,
  }
}

const WELL = {
  status: 200,
  ready: true,
  degraded: false,
  database: true,
  vault: true,
  queue: true,
  telegram: true,
  standstills: [],
}

test('/readyz says that all parts work', async () => {
  const { ready } = await open()

  expect(await ready()).toEqual(WELL)
})

test('/readyz is 503 and /healthz well while nothing is open yet', async () => {
  const { ready, healthz, vitals } = await open()
  Object.assign(vitals, { db: undefined, queue: undefined, vaultChecked: false })

  expect(await ready()).toMatchObject({
    status: 503,
    ready: false,
    database: false,
    vault: false,
    queue: false,
  })
  expect(await healthz()).toBe(200)
})

test('/readyz names a database that is closed or of another version', async () => {
  const { ready, db } = await open()
  await db.deleteFrom('kysely_migration' as never).execute()
  expect(await ready()).toEqual({ ...WELL, status: 503, ready: false, database: false })

  await db.destroy()
  expect(await ready()).toEqual({ ...WELL, status: 503, ready: false, database: false })
})

test('/readyz names a queue that has stopped looking for work', async () => {
  const { ready, queue } = await open()
  await queue.stop(1_000)

  expect(await ready()).toEqual({ ...WELL, status: 503, ready: false, queue: false })
})

test('without Telegram it is degraded, but ready: bots and exits go on', async () => {
  const { ready, vitals } = await open()
  Object.assign(vitals, { telegramWorks: () => false })

  expect(await ready()).toEqual({ ...WELL, degraded: true, telegram: false })
})
