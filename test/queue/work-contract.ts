import { describe, expect, test } from 'vitest'
import { addSeconds } from '../../src/lib/clock.ts'
import { macrotask, noteWork, openStage, type QueueDriver } from './queue-stage.ts'

/** What every queue driver does with work: that which is woken meanwhile, fails, or never ends. */
export function workContract(driver: QueueDriver): void {
  describe('the contract of work', () => {
    test('runs once more what is woken while it is worked on', async () => {
      const { queue, wake, idle } = await openStage(driver)
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
      await idle()
      expect([runs, most]).toEqual([2, 1])
    })

    test('lets work plan its own next time', async () => {
      const { db, clock, queue, wake, idle } = await openStage(driver)
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
        await idle()
        clock.advance(60_000)
        queue.nudge()
      }
      await reached.promise

      expect(runs).toEqual(['12:00', '12:01', '12:02', '12:03'])
    })

    test('tries again what failed, later each time, and says so in the log', async () => {
      const { db, clock, queue, wake, events, idle } = await openStage(driver)
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
        await idle()
        const row = await db.selectFrom('wake').select('run_at').executeTakeFirstOrThrow()
        clock.advance(new Date(row.run_at).getTime() - clock.now().getTime())
        queue.nudge()
      }
      await ran.promise

      expect(waits.slice(0, 5)).toEqual([0, 1, 2, 4, 8])
      expect(waits).toEqual(waits.toSorted((a, b) => a - b))
      expect(Math.max(...waits)).toBe(300)
      expect(new Set(events)).toEqual(new Set(['work-failed']))
    })

    test('lets nothing wait for what failed', async () => {
      const { queue, wake } = await openStage(driver)
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
      const { clock, queue, wake, another, die } = await openStage(driver)
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

      await die()
      const second = await another()
      const notes = noteWork(second, 'update', 4)
      await second.start()

      await notes.reach(2)
      expect(notes.ids).toEqual(['1', '2'])
    })

    test('stop() waits for what is under way and starts nothing more', async () => {
      const { queue, wake } = await openStage(driver)
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
      const { wake, another, events } = await openStage(driver)
      let running = 0
      for (let soon = 0; soon < 40; soon += 1) {
        const queue = await another()
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
      const { queue, wake, another, events } = await openStage(driver)
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

      const second = await another()
      const notes = noteWork(second, 'update', 4)
      await second.start()

      await notes.reach(2)
      expect(notes.ids).toEqual(['1', '2'])
    })

    test('isAlive() tells whether it looks for work', async () => {
      const { queue } = await openStage(driver)
      expect(queue.isAlive()).toBe(false)

      await queue.start()
      await macrotask(3)
      expect(queue.isAlive()).toBe(true)

      await queue.stop(1_000)
      expect(queue.isAlive()).toBe(false)
    })

    test('stop() gives up on work that hangs', async () => {
      const { clock, queue, wake } = await openStage(driver)
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
