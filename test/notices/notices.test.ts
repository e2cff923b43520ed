import { describe, expect, test } from 'vitest'
import { addSeconds } from '../../src/lib/clock.ts'
import { createLog } from '../../src/lib/log.ts'
import { commit, type Core } from '../../src/queue/core.ts'
import { SqliteQueue } from '../../src/queue/sqlite-queue.ts'
import type { Notice } from '../../src/notices/notice.ts'
import { tell, type Telling } from '../../src/notices/outbox.ts'
import { countBlocked, holdNotices, releaseNotices } from '../../src/notices/blocked-repo.ts'
import { sendNotices, type Deliver, type Delivery } from '../../src/notices/sender.ts'
import { SendingLimit } from '../../src/notices/sending-limit.ts'
import { HandClock } from '../exchange/hand-clock.ts'
import { aDatabase } from '../support/scratch.ts'

interface Stage extends Core {
  clock: HandClock
  /** Commits notices, each in a transaction of its own. */
  tellAll: (...tellings: readonly Partial<Telling>[]) => Promise<void>
  /**
   * Sends what is due, with pauses as Telegram's limits want them, until something goes wrong;
   * `answers` are given in turn, then all is delivered.
   */
  send: (
    userId: string,
    ...answers: readonly (Delivery | (() => Promise<Delivery>))[]
  ) => Promise<void>
  /** What people saw: `user: key [edit of message]`. */
  seen: string[]
}

function back(keyId: string): Notice {
  return { kind: 'key-back', keyId }
}

async function open(): Promise<Stage> {
  const clock = new HandClock()
  const db = await aDatabase()
  const log = createLog(
    'error',
    () => clock.now(),
    () => undefined,
  )
  const queue = new SqliteQueue(db, clock, log)
  const core: Core = { db, queue, clock, log }
  const limit = new SendingLimit(clock)
  const seen: string[] = []
  let messages = 0
  return {
    ...core,
    clock,
    seen,
    async tellAll(...tellings) {
      for (const one of tellings) {
        const telling = { userId: '7', notice: back('a'), id: 'a', ...one }
        await commit(core, (trx) => tell(trx, core, telling))
      }
    },
    async send(userId, ...answers) {
      const left = [...answers]
      const deliver: Deliver = async (to, notice, messageId) => {
        const answer = left.shift()
        messages += 1
        const message = messageId ?? messages
        const delivery = typeof answer === 'function' ? await answer() : answer
        const outcome = delivery ?? { outcome: 'delivered', messageId: message }
        const what = 'keyId' in notice ? notice.keyId : notice.kind
        const edit = messageId === undefined ? '' : ` edit of ${messageId}`
        seen.push(`${to}: ${what}${edit} ${outcome.outcome}`)
        return outcome
      }
      for (let turn = 0; turn < 5; turn += 1) {
        const before = seen.length
        await sendNotices(core, userId, { deliver, limit })
        if (seen.length > before && !/delivered|unwanted/.test(seen.at(-1) ?? '')) return
        clock.advance(3_000)
      }
    },
  }
}

describe('tell()', () => {
  test('tells once per id, however often the cause is worked on', async () => {
    const { tellAll, send, seen } = await open()
    await tellAll({ id: 'x' }, { id: 'x' })
    await send('7')
    await tellAll({ id: 'x', notice: back('other') })
    await send('7')

    expect(seen).toEqual(['7: a delivered'])
  })

  test('tells nothing when its cause was rolled back', async () => {
    const core = await open()
    const change = commit(core, async (trx) => {
      await tell(trx, core, { userId: '7', notice: back('a'), id: 'a' })
      throw new Error('The cause did not happen')
    })
    await expect(change).rejects.toThrow('did not happen')

    await core.send('7')

    expect(core.seen).toEqual([])
    expect(await core.db.selectFrom('wake').selectAll().execute()).toEqual([])
  })

  test('wakes the sender of that person', async () => {
    const { db, tellAll } = await open()

    await tellAll({ userId: '7' })

    expect(await db.selectFrom('wake').select(['lane', 'id', 'serial_key']).execute()).toEqual([
      { lane: 'notice', id: '7', serial_key: 'chat:7' },
    ])
  })

  test('keeps the order in which it was told, also within one moment', async () => {
    const core = await open()
    await commit(core, async (trx) => {
      for (const id of ['c', 'a', 'b']) {
        await tell(trx, core, { userId: '7', notice: back(id), id })
      }
    })
    core.clock.advance(1)
    await core.tellAll({ id: '0', notice: back('0') })

    await core.send('7')

    expect(core.seen).toEqual([
      '7: c delivered',
      '7: a delivered',
      '7: b delivered',
      '7: 0 delivered',
    ])
  })

  test('keeps the order when the clock is set back', async () => {
    const core = await open()
    await core.tellAll({ id: 'first', notice: back('first') })
    const past = { ...core, clock: new HandClock(addSeconds(core.clock.now(), -3_600)) }
    await commit(core, (trx) => tell(trx, past, { userId: '7', notice: back('then'), id: 'then' }))

    await core.send('7')

    expect(core.seen).toEqual(['7: first delivered', '7: then delivered'])
  })
})

describe('tell() with `edited`', () => {
  test('shows only the newest of the states that were not sent yet', async () => {
    const { tellAll, send, seen } = await open()
    for (const state of ['1', '2', '3'])
      await tellAll({ id: 'p', notice: back(state), edited: true })

    await send('7')

    expect(seen).toEqual(['7: 3 delivered'])
  })

  test('edits the message that is there', async () => {
    const { tellAll, send, seen } = await open()
    await tellAll({ id: 'p', notice: back('1'), edited: true })
    await send('7')
    await tellAll({ id: 'p', notice: back('2'), edited: true })

    await send('7')
    await send('7')

    expect(seen).toEqual(['7: 1 delivered', '7: 2 edit of 1 delivered'])
  })

  test('keeps a state that came while the one before was being sent', async () => {
    const { tellAll, send, seen } = await open()
    await tellAll({ id: 'p', notice: back('1'), edited: true })

    await send('7', async () => {
      await tellAll({ id: 'p', notice: back('2'), edited: true })
      return { outcome: 'delivered', messageId: 5 }
    })

    expect(seen).toEqual(['7: 1 delivered', '7: 2 edit of 5 delivered'])
  })

  test('sends a state again that came while the one before was not wanted', async () => {
    const { tellAll, send, seen } = await open()
    await tellAll({ id: 'p', notice: back('1'), edited: true })

    await send('7', async () => {
      await tellAll({ id: 'p', notice: back('2'), edited: true })
      return { outcome: 'unwanted' }
    })

    expect(seen).toEqual(['7: 1 unwanted', '7: 2 delivered'])
  })
})

describe('sendNotices()', () => {
  test('lets nothing overtake a notice that has to wait, and comes back when Telegram says', async () => {
    const { db, clock, tellAll, send, seen } = await open()
    await tellAll({ id: 'a', notice: back('a') }, { id: 'b', notice: back('b') })
    await tellAll({ userId: '8', id: 'theirs', notice: back('theirs') })
    await db.deleteFrom('wake').execute()

    await send('7', { outcome: 'limited', seconds: 40 })
    expect(await db.selectFrom('wake').select(['id', 'run_at']).execute()).toEqual([
      { id: '7', run_at: addSeconds(clock.now(), 40).toISOString() },
    ])
    await send('8')
    await send('7')
    expect(seen).toEqual(['7: a limited', '8: theirs delivered'])

    clock.advance(30_000)
    await send('7')
    expect(seen.slice(2)).toEqual(['7: a delivered', '7: b delivered'])
  })

  test('tries a delivery that failed later each time, for as long as it takes', async () => {
    const { db, clock, tellAll, send, seen } = await open()
    await tellAll({ id: 'a' })
    const waits = []
    for (let i = 0; i < 10; i += 1) {
      await db.deleteFrom('wake').execute()
      await send('7', { outcome: 'failed' })
      const { run_at: at } = await db.selectFrom('wake').select('run_at').executeTakeFirstOrThrow()
      waits.push((new Date(at).getTime() - clock.now().getTime()) / 1000)
      clock.advance(300_000)
    }

    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60, 60])
    await send('7')
    expect(seen.at(-1)).toBe('7: a delivered')
  })

  test('drops what is not wanted and goes on with the next', async () => {
    const { db, tellAll, send, seen } = await open()
    await tellAll({ id: 'a', notice: back('a') }, { id: 'b', notice: back('b') })

    await send('7', { outcome: 'unwanted' })
    await send('7')

    expect(seen).toEqual(['7: a unwanted', '7: b delivered'])
    const states = await db.selectFrom('notice').select(['id', 'status']).orderBy('id').execute()
    expect(states).toEqual([
      { id: 'a', status: 'dropped' },
      { id: 'b', status: 'sent' },
    ])
  })

  test('sends again what a crash cut off before it was recorded', async () => {
    const { tellAll, send, seen } = await open()
    await tellAll({ id: 'a' })

    const cutOff = send('7', () => Promise.reject(new Error('The power is gone')))

    await expect(cutOff).rejects.toThrow('The power is gone')
    await send('7')
    expect(seen).toEqual(['7: a delivered'])
  })
})

describe('a person who has blocked the bot', () => {
  async function states({ db }: Stage) {
    const rows = await db.selectFrom('notice').select(['id', 'status']).orderBy('id').execute()
    return rows.map(({ id, status }) => `${id} ${status}`)
  }

  test('gets no more sends, and what is due is held', async () => {
    const stage = await open()
    await stage.tellAll({ id: 'a', notice: back('a') }, { id: 'b', notice: back('b') })
    await stage.send('7', { outcome: 'blocked' })
    await stage.tellAll({ id: 'c', notice: back('c') })
    await stage.send('7')
    await stage.send('7')

    expect(stage.seen).toEqual(['7: a blocked'])
    expect(await states(stage)).toEqual(['a held', 'b held', 'c held'])
    expect(await countBlocked(stage.db)).toBe(1)
  })

  test('gets all of it in its order when they are back', async () => {
    const stage = await open()
    await stage.tellAll({ id: 'a', notice: back('a') }, { id: 'b', notice: back('b') })
    await stage.send('7', { outcome: 'blocked' })
    await stage.db.deleteFrom('wake').execute()

    await releaseNotices(stage, '7')

    expect(await stage.db.selectFrom('wake').select(['lane', 'id']).execute()).toEqual([
      { lane: 'notice', id: '7' },
    ])
    await stage.send('7')
    expect(stage.seen.slice(1)).toEqual(['7: a delivered', '7: b delivered'])
    expect(await countBlocked(stage.db)).toBe(0)
  })

  test('keeps what was sent before, and holds nothing of others', async () => {
    const stage = await open()
    await stage.tellAll({ id: 'a' }, { userId: '8', id: 'theirs' })
    await stage.send('7')

    await holdNotices(stage, '7')

    expect(await states(stage)).toEqual(['a sent', 'theirs due'])
  })
})
