import { describe, expect, onTestFinished, test } from 'vitest'
import { addSeconds, type Clock } from '../../src/lib/clock.ts'
import { createLog, type Log } from '../../src/lib/log.ts'
import type { Db } from '../../src/db/schema.ts'
import { commit } from '../../src/queue/core.ts'
import type { Lane, Queue, Wake } from '../../src/queue/queue.ts'
import { HandClock } from '../exchange/hand-clock.ts'

/** One driver: an empty database for it, and queues that work on that database. */
export interface QueueDriver {
  openDatabase: () => Promise<Db>
  createQueue: (db: Db, clock: Clock, log: Log) => Queue
}

interface Stage {
  db: Db
  clock: HandClock
  queue: Queue
  /** Events of the log. */
  events: string[]
  /** Commits wake-ups, then nudges. */
  wake: (...wakes: readonly (Partial<Wake> & { id: string })[]) => Promise<void>
  /** Work that notes what it was given. */
  note: (lane?: Lane, concurrency?: number) => Notes
  /** The queue of another process on the same database, which finds the first one gone. */
  reborn: () => Queue
}

interface Notes {
  ids: string[]
  /** Waits until so many were given. */
  reach: (count: number) => Promise<void>
}

/** What every queue driver must do. */
export function queueContract(driver: QueueDriver): void {
  describe('the contract of a queue', () => {
    test('works on what was woken, and on nothing else', async () => {
      const { queue, wake, note } = await open(driver)
      const notes = note('saga')
      await queue.start()

      await wake({ id: 'a' })

      await notes.reach(1)
      await wake({ id: 'other', lane: 'tick' }, { id: 'b' })
      await notes.reach(2)
      expect(notes.ids).toEqual(['a', 'b'])
    })

    test('does nothing for a wake whose transaction was rolled back', async () => {
      const { db, queue, wake, note } = await open(driver)
      const notes = note()
      await queue.start()

      const change = db.transaction().execute(async (trx) => {
        await queue.wake(trx, { lane: 'saga', id: 'lost', serialKey: 'lost' })
        throw new Error('The cause did not happen')
      })

      await expect(change).rejects.toThrow('did not happen')
      await wake({ id: 'kept' })
      await notes.reach(1)
      expect(notes.ids).toEqual(['kept'])
    })

    test('keeps a wake for a moment until that moment', async () => {
      const { clock, queue, wake, note } = await open(driver)
      const notes = note()
      await queue.start()
      await wake({ id: 'later', at: addSeconds(clock.now(), 100) })

      clock.advance(99_999)
      await wake({ id: 'now' })
      await notes.reach(1)
      expect(notes.ids).toEqual(['now'])

      clock.advance(1)
      await notes.reach(2)
      expect(notes.ids).toEqual(['now', 'later'])
    })

    test.each([
      ['earlier', 100, 10, 10],
      ['no later', 10, 100, 10],
    ])('makes it %s to be woken twice', async (_, first, second, due) => {
      const { clock, queue, wake, note } = await open(driver)
      const notes = note()
      await queue.start()
      await wake({ id: 'a', at: addSeconds(clock.now(), first) })
      await wake({ id: 'a', at: addSeconds(clock.now(), second) })

      clock.advance(due * 1000)
      await notes.reach(1)

      clock.advance(200_000)
      await wake({ id: 'end' })
      await notes.reach(2)
      expect(notes.ids).toEqual(['a', 'end'])
    })

    test('is not late for what falls due while it looks', async () => {
      const { clock, queue, wake, note } = await open(driver, new HurriedClock())
      const notes = note()
      await queue.start()

      for (let ms = 0; ms < 40; ms += 1) {
        await wake({ id: `in ${ms} ms`, at: new Date(clock.now().getTime() + ms) })
        await macrotask(5)
        clock.advance(1_000)
        await macrotask(5)

        expect(notes.ids.at(-1)).toBe(`in ${ms} ms`)
      }
    })

    test('never lets work with one serial key overlap, whatever its lane', async () => {
      const { queue, wake } = await open(driver)
      const under = new Map<string, number>()
      const most = new Map<string, number>()
      const { promise: all, resolve } = Promise.withResolvers<void>()
      let left = 60
      const work = async (id: string) => {
        const key = id.split('/')[0] ?? ''
        under.set(key, (under.get(key) ?? 0) + 1)
        most.set(key, Math.max(most.get(key) ?? 0, under.get(key) ?? 0))
        await macrotask()
        under.set(key, (under.get(key) ?? 0) - 1)
        left -= 1
        if (left === 0) resolve()
      }
      for (const lane of LANES_USED) queue.work(lane, { concurrency: 8 }, work)
      await queue.start()

      const ids = Array.from({ length: 20 }, (_, i) => ({
        id: `${i % 3}/${i}`,
        serialKey: `${i % 3}`,
      }))
      await wake(...LANES_USED.flatMap((lane) => ids.map((one) => ({ ...one, lane }))))

      await all
      expect([...most.values()]).toEqual([1, 1, 1])
    })

    test('lets different serial keys run side by side, as many as the lane allows', async () => {
      const { queue, wake } = await open(driver)
      const gate = Promise.withResolvers<void>()
      const third = Promise.withResolvers<void>()
      const done = Promise.withResolvers<void>()
      let [running, most, finished] = [0, 0, 0]
      queue.work('saga', { concurrency: 3 }, async () => {
        running += 1
        most = Math.max(most, running)
        if (running === 3) third.resolve()
        await gate.promise
        running -= 1
        finished += 1
        if (finished === 10) done.resolve()
      })
      await queue.start()

      await wake(...Array.from({ length: 10 }, (_, i) => ({ id: `${i}` })))
      await third.promise
      gate.resolve()
      await done.promise

      expect(most).toBe(3)
    })

    test('runs once more what is woken while it is worked on', async () => {
      const { queue, wake } = await open(driver)
      const started = Promise.withResolvers<void>()
      const gate = Promise.withResolvers<void>()
      const second = Promise.withResolvers<void>()
      let [runs, running, most] = [0, 0, 0]
      queue.work('saga', { concurrency: 4 }, async () => {
        runs += 1
        running += 1
        most = Math.max(most, running)
        started.resolve()
        if (runs === 1) await gate.promise
        else second.resolve()
        running -= 1
      })
      await queue.start()
      await wake({ id: 'a' })
      await started.promise

      await wake({ id: 'a' })
      await wake({ id: 'a' })
      gate.resolve()

      await second.promise
      await queue.stop(1_000)
      expect([runs, most]).toEqual([2, 1])
    })

    test('lets work plan its own next time', async () => {
      const { db, clock, queue, wake } = await open(driver)
      const runs: string[] = []
      let reached = Promise.withResolvers<void>()
      queue.work('watch', { concurrency: 1 }, async (id) => {
        const at = addSeconds(clock.now(), 60)
        await db
          .transaction()
          .execute((trx) => queue.wake(trx, { lane: 'watch', id, serialKey: id, at }))
        runs.push(clock.now().toISOString().slice(11, 16))
        reached.resolve()
      })
      await queue.start()
      await wake({ lane: 'watch', id: 'key' })
      for (let i = 0; i < 3; i += 1) {
        await reached.promise
        reached = Promise.withResolvers()
        // Its end is recorded before the queue sleeps again.
        await queue.stop(1_000)
        clock.advance(60_000)
        await queue.start()
      }
      await reached.promise

      expect(runs).toEqual(['12:00', '12:01', '12:02', '12:03'])
    })

    test('tries again what failed, later each time, and says so in the log', async () => {
      const { clock, queue, wake, events } = await open(driver)
      const waits: number[] = []
      let last = clock.now().getTime()
      let ran = Promise.withResolvers<void>()
      queue.work('saga', { concurrency: 1 }, async () => {
        waits.push((clock.now().getTime() - last) / 1000)
        last = clock.now().getTime()
        ran.resolve()
        throw new Error('Cannot do it')
      })
      await queue.start()
      await wake({ id: 'a' })
      for (let i = 0; i < 11; i += 1) {
        await ran.promise
        ran = Promise.withResolvers()
        // Once its failure is recorded, the clock goes on by seconds until it runs again.
        const again = ran.promise.then(() => true)
        while (!(await Promise.race([again, macrotask(5)]))) clock.advance(1_000)
      }

      expect(waits.slice(0, 5)).toEqual([0, 1, 2, 4, 8])
      expect(waits).toEqual(waits.toSorted((a, b) => a - b))
      expect(Math.max(...waits)).toBe(300)
      expect(new Set(events)).toEqual(new Set(['work-failed']))
    })

    test('lets nothing wait for what failed', async () => {
      const { queue, wake } = await open(driver)
      const ids: string[] = []
      const good = Promise.withResolvers<void>()
      queue.work('saga', { concurrency: 1 }, async (id) => {
        ids.push(id)
        if (id === 'bad') throw new Error('Cannot do it')
        good.resolve()
      })
      await queue.start()

      await wake({ id: 'bad' }, { id: 'good' })

      await good.promise
      expect(ids).toEqual(['bad', 'good'])
    })

    test('does again, and first, what a dead process was doing', async () => {
      const { clock, queue, wake, reborn } = await open(driver)
      const started = Promise.withResolvers<void>()
      queue.work('update', { concurrency: 1 }, () => {
        started.resolve()
        return Promise.race([])
      })
      await queue.start()
      await wake({ lane: 'update', id: '1', serialKey: 'user:7' })
      await started.promise
      await wake({ lane: 'update', id: '2', serialKey: 'user:7' })
      clock.advance(5_000)

      const second = reborn()
      const notes = noteWork(second, 'update', 4)
      await second.start()

      await notes.reach(2)
      expect(notes.ids).toEqual(['1', '2'])
    })

    test('drains 2,000 wakes', async () => {
      const { queue, wake, note } = await open(driver)
      const notes = note('saga', 32)
      await queue.start()

      await wake(
        ...Array.from({ length: 2_000 }, (_, i) => ({ id: `${i}`, serialKey: `${i % 500}` })),
      )

      await notes.reach(2_000)
      expect(new Set(notes.ids).size).toBe(2_000)
    })

    test('keeps the order of one serial key, and mixes it with that of others', async () => {
      const { queue, wake, note } = await open(driver)
      const notes = note('update', 32)
      await queue.start()

      const ids = Array.from({ length: 200 }, (_, i) => String(i).padStart(16, '0'))
      for (const id of ids) {
        await wake({ lane: 'update', id, serialKey: `user:${Number(id) % 2}` })
      }

      await notes.reach(200)
      const ofUser = (user: number) => notes.ids.filter((id) => Number(id) % 2 === user)
      expect(ofUser(0)).toEqual(ofUser(0).toSorted())
      expect(ofUser(1)).toEqual(ofUser(1).toSorted())
    })

    test('stop() waits for what is under way and starts nothing more', async () => {
      const { queue, wake } = await open(driver)
      const started = Promise.withResolvers<void>()
      const gate = Promise.withResolvers<void>()
      const ended: string[] = []
      queue.work('saga', { concurrency: 1 }, async (id) => {
        started.resolve()
        await gate.promise
        ended.push(id)
      })
      await queue.start()
      await wake({ id: 'a' }, { id: 'b' })
      await started.promise

      let isStopped = false
      const stopped = queue.stop(60_000).then(() => (isStopped = true))
      await macrotask()
      expect(isStopped).toBe(false)
      gate.resolve()
      await stopped

      expect(ended).toEqual(['a'])
    })

    test('stop() leaves nothing running, however soon it comes after a nudge', async () => {
      const { wake, reborn, events } = await open(driver)
      let running = 0
      for (let soon = 0; soon < 60; soon += 1) {
        const queue = reborn()
        queue.work('saga', { concurrency: 8 }, async () => {
          running += 1
          await macrotask(3)
          running -= 1
        })
        await wake({ id: `${soon}` })
        await queue.start()
        for (let i = 0; i < soon; i += 1) await Promise.resolve()

        await queue.stop(60_000)

        expect(running).toBe(0)
        await macrotask(1)
        expect(running).toBe(0)
      }
      expect(events).toEqual([])
    })

    test('does again, and first, what failed while it was being stopped', async () => {
      const { queue, wake, reborn, events } = await open(driver)
      const started = Promise.withResolvers<void>()
      const cut = Promise.withResolvers<void>()
      queue.work('update', { concurrency: 1 }, async () => {
        started.resolve()
        await cut.promise
        throw new Error('It was cut off')
      })
      await queue.start()
      await wake({ lane: 'update', id: '1', serialKey: 'user:7' })
      await wake({ lane: 'update', id: '2', serialKey: 'user:7' })
      await started.promise
      const stopped = queue.stop(60_000)
      cut.resolve()
      await stopped
      expect(events).toEqual([])

      const second = reborn()
      const notes = noteWork(second, 'update', 4)
      await second.start()

      await notes.reach(2)
      expect(notes.ids).toEqual(['1', '2'])
    })

    test('isAlive() tells whether it looks for work', async () => {
      const { queue } = await open(driver)
      expect(queue.isAlive()).toBe(false)

      await queue.start()
      await macrotask(3)
      expect(queue.isAlive()).toBe(true)

      await queue.stop(1_000)
      expect(queue.isAlive()).toBe(false)
    })

    test('stop() gives up on work that hangs', async () => {
      const { clock, queue, wake } = await open(driver)
      const started = Promise.withResolvers<void>()
      queue.work('saga', { concurrency: 1 }, () => {
        started.resolve()
        return Promise.race([])
      })
      await queue.start()
      await wake({ id: 'a' })
      await started.promise

      const stopped = queue.stop(8_000)
      clock.advance(8_000)

      await expect(stopped).resolves.toBeUndefined()
    })
  })
}

const LANES_USED = ['saga', 'watch', 'tick'] as const

/** Time goes on by a millisecond each time that somebody looks at it. */
class HurriedClock extends HandClock {
  #looks = 0

  override now(): Date {
    this.#looks += 1
    return new Date(super.now().getTime() + this.#looks)
  }
}

async function open(driver: QueueDriver, clock = new HandClock()): Promise<Stage> {
  const events: string[] = []
  const log = createLog(
    'info',
    () => clock.now(),
    (line) => {
      events.push((JSON.parse(line) as { event: string }).event)
    },
  )
  const db = await driver.openDatabase()
  const create = () => {
    const queue = driver.createQueue(db, clock, log)
    onTestFinished(async () => {
      const stopped = queue.stop(1)
      clock.advance(1)
      await stopped
    })
    return queue
  }
  const queue = create()
  return {
    db,
    clock,
    queue,
    events,
    wake: (...wakes) =>
      commit({ db, queue }, async (trx) => {
        for (const one of wakes) await queue.wake(trx, { lane: 'saga', serialKey: one.id, ...one })
      }),
    note: (lane = 'saga', concurrency = 4) => noteWork(queue, lane, concurrency),
    reborn: create,
  }
}

function noteWork(queue: Queue, lane: Lane, concurrency: number): Notes {
  const ids: string[] = []
  let check = (): void => undefined
  queue.work(lane, { concurrency }, async (id) => {
    ids.push(id)
    check()
  })
  return {
    ids,
    reach: (count) =>
      new Promise((resolve) => {
        check = () => {
          if (ids.length >= count) resolve()
        }
        check()
      }),
  }
}

/** Lets everything go on that does not wait for the clock. */
async function macrotask(times = 20): Promise<void> {
  for (let i = 0; i < times; i += 1) await new Promise((resolve) => setImmediate(resolve))
}
