import { describe, expect, test } from 'vitest'
import { addSeconds } from '../../src/lib/clock.ts'
import { HandClock } from '../exchange/hand-clock.ts'
import { macrotask, openStage, type QueueDriver } from './queue-stage.ts'

/** What every queue driver does with wakes: what is worked on, when, and beside what. */
export function wakeContract(driver: QueueDriver, { backlog }: { backlog: number }): void {
  describe('the contract of wakes', () => {
    test('works on what was woken, and on nothing else', async () => {
      const { queue, wake, note } = await openStage(driver)
      const notes = note('saga')
      await queue.start()

      await wake({ id: 'a' })

      await notes.reach(1)
      await wake({ id: 'other', lane: 'tick' }, { id: 'b' })
      await notes.reach(2)
      expect(notes.ids).toEqual(['a', 'b'])
    })

    test('does nothing for a wake whose transaction was rolled back', async () => {
      const { db, queue, wake, note } = await openStage(driver)
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
      const { clock, queue, wake, note } = await openStage(driver)
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
      const { clock, queue, wake, note } = await openStage(driver)
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
      const { clock, queue, wake, note } = await openStage(driver, new HurriedClock())
      const notes = note()
      await queue.start()

      for (let ms = 0; ms < 40; ms += 1) {
        await wake({ id: `in ${ms} ms`, at: new Date(clock.now().getTime() + ms) })
        await macrotask(5)
        clock.advance(1_000)

        await notes.reach(ms + 1)
        expect(notes.ids.at(-1)).toBe(`in ${ms} ms`)
      }
    })

    test('never lets work with one serial key overlap, whatever its lane', async () => {
      const { queue, wake } = await openStage(driver)
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
      const { queue, wake } = await openStage(driver)
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

    test(`drains ${backlog} wakes`, async () => {
      const { queue, wake, note } = await openStage(driver)
      const notes = note('saga', 32)
      await queue.start()

      await wake(
        ...Array.from({ length: backlog }, (_, i) => ({ id: `${i}`, serialKey: `${i % 500}` })),
      )

      await notes.reach(backlog)
      expect(new Set(notes.ids).size).toBe(backlog)
    })

    test('keeps the order of one serial key, and mixes it with that of others', async () => {
      const { queue, wake, note } = await openStage(driver)
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
