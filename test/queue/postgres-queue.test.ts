import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { describe, expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../src/lib/clock.ts'
import { commit } from '../../src/queue/core.ts'
import { Presence } from '../../src/db/presence.ts'
import { PostgresQueue } from '../../src/queue/postgres-queue.ts'
import { createPostgres } from '../support/postgres.ts'
import { startNode } from '../support/process.ts'
import { openPostgresAt, scratchFolder } from '../support/scratch.ts'
import { postgresDriver } from './postgres-driver.ts'
import { macrotask, noteWork, openStage } from './queue-stage.ts'
import { wakeContract } from './wake-contract.ts'
import { workContract } from './work-contract.ts'

const CHILD = fileURLToPath(new URL('queue-process.ts', import.meta.url))
const SILENT = { debug() {}, info() {}, warn() {}, error() {} }

describe('PostgresQueue', () => {
  wakeContract(postgresDriver, { backlog: 1_000 })
  workContract(postgresDriver)

  test('takes no word of work that outlived its process', async () => {
    const { queue, wake, another, die, idle, db } = await openStage(postgresDriver)
    const started = Promise.withResolvers<void>()
    const gate = Promise.withResolvers<void>()
    queue.work('saga', { concurrency: 1 }, async () => {
      started.resolve()
      await gate.promise
    })
    await queue.start()
    await wake({ id: 'a' })
    await started.promise
    await die()
    const second = await another()
    const held = Promise.withResolvers<void>()
    const taken = Promise.withResolvers<void>()
    second.work('saga', { concurrency: 1 }, async () => {
      taken.resolve()
      await held.promise
    })
    await second.start()
    await taken.promise

    gate.resolve()
    await macrotask(200)
    expect(await db.selectFrom('wake').select('id').execute()).toEqual([{ id: 'a' }])

    held.resolve()
    await idle()
    expect(await db.selectFrom('wake').select('id').execute()).toEqual([])
  })

  test('two processes never work on one serial key at once, and share the rest', async () => {
    const { queue, wake, another } = await openStage(postgresDriver)
    const second = await another()
    const under = new Set<string>()
    const overlaps: string[] = []
    const doneBy = [0, 0]
    const done = Promise.withResolvers<void>()
    for (const [n, one] of [queue, second].entries()) {
      for (const lane of ['saga', 'tick'] as const) {
        one.work(lane, { concurrency: 4 }, async (id) => {
          const key = id.slice(0, 1)
          if (under.has(key)) overlaps.push(key)
          under.add(key)
          await macrotask(30)
          under.delete(key)
          doneBy[n] = (doneBy[n] ?? 0) + 1
          if ((doneBy[0] ?? 0) + (doneBy[1] ?? 0) === 120) done.resolve()
        })
      }
      await one.start()
    }

    const ids = Array.from({ length: 60 }, (_, i) => `${i % 6}/${i}`)
    await wake(...ids.map((id) => ({ id, serialKey: `key:${id.slice(0, 1)}` })))
    await wake(
      ...ids.map((id) => ({ id, lane: 'tick' as const, serialKey: `key:${id.slice(0, 1)}` })),
    )

    await done.promise
    expect(overlaps).toEqual([])
    expect(Math.min(...doneBy)).toBeGreaterThan(0)
  })

  test('a flood of ticks that hang holds up no saga', async () => {
    const { queue, wake, note } = await openStage(postgresDriver)
    queue.work('tick', { concurrency: 8 }, () => Promise.race([]))
    const sagas = note('saga')
    await queue.start()
    await wake(...Array.from({ length: 50 }, (_, i) => ({ id: `${i}`, lane: 'tick' as const })))

    await wake({ id: 'exit' })

    await sagas.reach(1)
    expect(sagas.ids).toEqual(['exit'])
  })

  test('what one process alone can do is done there, and what stands behind it waits', async () => {
    const { db, queue, another } = await openStage(postgresDriver)
    const second = await another()
    const seen: string[] = []
    const all = Promise.withResolvers<void>()
    for (const [name, one] of [
      ['first', queue],
      ['second', second],
    ] as const) {
      one.work('update', { concurrency: 8 }, async (id) => {
        seen.push(`${id} ${name}`)
        if (seen.length === 60) all.resolve()
      })
      await one.start()
    }

    for (let i = 0; i < 20; i += 1) {
      const id = (n: number) => `${String(i).padStart(2, '0')}/${n}`
      await commit({ db, queue: second }, async (trx) => {
        const wake = { lane: 'update', serialKey: `user:${i}` } as const
        await second.wake(trx, { ...wake, id: id(1) })
        await second.wake(trx, { ...wake, id: id(2), here: true })
        await second.wake(trx, { ...wake, id: id(3) })
      })
    }

    await all.promise
    const ofUser = (i: number) => seen.filter((line) => line.startsWith(String(i).padStart(2, '0')))
    for (let i = 0; i < 20; i += 1) {
      expect(ofUser(i).map((line) => line.slice(3, 4))).toEqual(['1', '2', '3'])
      expect(ofUser(i)[1]).toContain('2 second')
    }
  })

  test('what only a dead process could do is done by another', async () => {
    const { db, queue, another, die } = await openStage(postgresDriver)
    await commit({ db, queue }, (trx) =>
      queue.wake(trx, { lane: 'update', id: '1', serialKey: 'user:7', here: true }),
    )
    await die()
    const second = await another()
    const notes = noteWork(second, 'update', 1)
    await second.start()

    await notes.reach(1)
    expect(notes.ids).toEqual(['1'])
  })

  test('only the process that leads does what is for the leader, and another follows it', async () => {
    const { queue, wake, another, die } = await openStage(postgresDriver)
    const second = await another()
    const seen: string[] = []
    let check = (): void => undefined
    const reach = (count: number) =>
      new Promise<void>((resolve) => {
        check = () => {
          if (seen.length === count) resolve()
        }
        check()
      })
    for (const [name, one] of [
      ['first', queue],
      ['second', second],
    ] as const) {
      one.work('notice', { concurrency: 2, leaderOnly: true }, async () => {
        seen.push(name)
        check()
      })
      await one.start()
    }
    await wake(...Array.from({ length: 10 }, (_, i) => ({ id: `${i}`, lane: 'notice' as const })))
    await reach(10)
    expect(new Set(seen)).toEqual(new Set(['first']))

    await die()
    await wake({ id: 'after', lane: 'notice' })
    await reach(11)
    expect(seen.at(-1)).toBe('second')
  })

  test('a delivery that is lost is sent anew', async () => {
    const { db, queue, wake, note, idle } = await openStage(postgresDriver)
    const notes = note('saga')
    await wake({ id: 'a' })
    await sql`delete from pgboss.job`.execute(db)

    await queue.start()

    await notes.reach(1)
    await idle()
    expect(notes.ids).toEqual(['a'])
  })

  test('a delivery sent before the clock of the database was set back is taken at once', async () => {
    const { db, queue, wake, note, idle } = await openStage(postgresDriver)
    const notes = note('saga')
    await wake({ id: 'a' })
    await sql`update pgboss.job set start_after = now() + interval '1 hour'`.execute(db)

    await queue.start()

    await notes.reach(1)
    await idle()
    expect(notes.ids).toEqual(['a'])
  })

  test('does within two seconds what a process was doing that is killed, and leads', async () => {
    const { child, presence, notes } = await besideAnother()
    expect(presence.leads).toBe(false)

    const killed = performance.now()
    await child.kill9()
    await notes.reach(1)

    expect(performance.now() - killed).toBeLessThan(2_000)
    expect(presence.leads).toBe(true)
  })

  test('does what a process was doing that froze, and leads in its place', async () => {
    const { child, presence, notes } = await besideAnother()

    child.freeze()
    await notes.reach(1)

    expect(presence.leads).toBe(true)
  }, 40_000)
})

/** A process of its own that leads and is doing something, and a queue beside it. */
async function besideAnother() {
  const { url, drop } = await createPostgres()
  const { db, postgres } = openPostgresAt(url, drop)
  const child = startNode([CHILD, url], { cwd: scratchFolder() })
  await child.prints('took a')
  const presence = new Presence(postgres, SILENT)
  await presence.start()
  const options = { db, postgres, presence, clock: systemClock, log: SILENT }
  const queue = await PostgresQueue.open(options)
  const notes = noteWork(queue, 'saga', 1)
  await queue.start()
  onTestFinished(async () => {
    await queue.stop(1_000)
    await queue.close()
    await presence.close()
  })
  return { child, presence, notes }
}
