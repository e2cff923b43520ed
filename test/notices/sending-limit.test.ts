import { describe, expect, test } from 'vitest'
import { createLog } from '../../src/lib/log.ts'
import { addSeconds } from '../../src/lib/clock.ts'
import { commit, type Core } from '../../src/queue/core.ts'
import { SqliteQueue } from '../../src/queue/sqlite-queue.ts'
import type { Notice } from '../../src/notices/notice.ts'
import { tell } from '../../src/notices/outbox.ts'
import { sendNotices, type Deliver } from '../../src/notices/sender.ts'
import { SendingLimit } from '../../src/notices/sending-limit.ts'
import { HandClock, NOON } from '../exchange/hand-clock.ts'
import { aSqlite } from '../support/scratch.ts'

interface Sent {
  ms: number
  chat: string
  kind: Notice['kind']
  what: string
  edit: boolean
}

/** A sender on the real queue, with the clock in hand. */
async function open(answer: (sent: Sent, nth: number) => ReturnType<Deliver> | undefined = none) {
  const clock = new HandClock()
  const db = await aSqlite()
  const log = createLog(
    'error',
    () => clock.now(),
    (line) => lines.push(line),
  )
  const lines: string[] = []
  const queue = new SqliteQueue(db, clock, log)
  const core: Core = { db, queue, clock, log }
  const limit = new SendingLimit(clock)
  const sent: Sent[] = []
  const deliver: Deliver = async (chat, notice, messageId) => {
    const ms = clock.now().getTime() - NOON.getTime()
    const what = 'keyId' in notice ? notice.keyId : 'planId' in notice ? notice.planId : ''
    const one = { ms, chat, kind: notice.kind, what, edit: messageId !== undefined }
    sent.push(one)
    return (
      (await answer(one, sent.length)) ?? {
        outcome: 'delivered',
        messageId: messageId ?? sent.length,
      }
    )
  }
  queue.work('notice', { concurrency: 16 }, (id) => sendNotices(core, id, { deliver, limit }))
  await queue.start()
  return {
    core,
    limit,
    sent,
    lines,
    say: async (userId: string, notice: Notice, id: string, edited = false) => {
      await commit(core, (trx) =>
        tell(trx, core, { userId, notice, id, ...(edited && { edited: true }) }),
      )
    },
    /** Lets time pass, in steps so small that nothing is missed. */
    pass: async (ms: number, step = 20) => {
      for (let passed = 0; passed < ms; passed += step) {
        await settled()
        clock.advance(step)
      }
      await settled()
    },
  }
}

const none = () => undefined

/** Whatever was begun has ended: nothing here waits for anything but promises. */
async function settled(): Promise<void> {
  for (let i = 0; i < 12; i += 1) await new Promise((resolve) => setImmediate(resolve))
}

/** The most that left in any stretch of so many milliseconds. */
function mostWithin(sent: readonly Sent[], ms: number): number {
  return Math.max(
    0,
    ...sent.map((from) => sent.filter((one) => one.ms >= from.ms && one.ms < from.ms + ms).length),
  )
}

const dead = (keyId: string): Notice => ({ kind: 'key-dead', keyId })
const back = (keyId: string): Notice => ({ kind: 'key-back', keyId })
const progress = (planId: string): Notice => ({ kind: 'exit-progress', planId })

describe('the sender of notices', () => {
  test('sends to all chats together at most 30 a second, and all of it', async () => {
    const { say, pass, sent } = await open()
    for (let i = 0; i < 100; i += 1) await say(`${i}`, dead('k'), `n${i}`)

    await pass(5_000)

    expect(sent.length).toBe(100)
    expect(mostWithin(sent, 1_000)).toBeLessThanOrEqual(30)
    expect(sent.at(-1)?.ms).toBeLessThan(4_500)
  })

  test('sends to one chat at most one a second, after a short burst, in order', async () => {
    const { say, pass, sent } = await open()
    for (let i = 0; i < 12; i += 1) await say('7', back(`k${i}`), `n${i}`)

    await pass(12_000)

    expect(sent.map(({ what }) => what)).toEqual(Array.from({ length: 12 }, (_, i) => `k${i}`))
    expect(mostWithin(sent, 1_000)).toBeLessThanOrEqual(5)
    // Twelve messages with a burst of five: the last leaves no sooner than after seven seconds.
    expect(sent.at(-1)?.ms).toBeGreaterThanOrEqual(7_000)
  })

  test('shows 20 changes in a burst as about one edit a second, the last one always', async () => {
    const { say, pass, sent } = await open()
    for (let i = 0; i < 20; i += 1) {
      await say('7', progress(`state ${i}`), 'p', true)
      await pass(100)
    }
    await pass(4_000)

    expect(mostWithin(sent, 990)).toBe(1)
    expect(sent.length).toBeLessThanOrEqual(4)
    expect(sent.at(-1)).toMatchObject({ what: 'state 19', edit: true })
  })

  test('does not let what comes after an edit wait for it', async () => {
    const { say, pass, sent } = await open()
    await say('7', progress('begun'), 'p', true)
    await pass(20)
    await say('7', progress('ended'), 'p', true)
    await say('7', { kind: 'exit-receipt', planId: 'p' }, 'r')

    await pass(100)

    expect(sent.map(({ kind, what }) => `${kind} ${what}`)).toEqual([
      'exit-progress begun',
      'exit-progress ended',
      'exit-receipt p',
    ])
  })

  test('lets an urgent notice pass the routine of other chats', async () => {
    const { say, pass, sent } = await open()
    for (let i = 0; i < 60; i += 1) await say(`${i}`, back('k'), `routine${i}`)
    await pass(200)
    await say('late', dead('k'), 'urgent')

    await pass(100)

    const place = sent.findIndex(({ chat }) => chat === 'late')
    expect(place).toBeGreaterThan(0)
    expect(sent.length).toBeLessThan(30)
    await pass(5_000)
    expect(sent.length).toBe(61)
    expect(mostWithin(sent, 1_000)).toBeLessThanOrEqual(30)
  })

  test('yields to answers, which never wait', async () => {
    const { say, pass, sent, limit } = await open()
    for (let i = 0; i < 30; i += 1) limit.count(`someone${i}`)
    await say('7', dead('k'), 'n')

    await pass(900)
    expect(sent).toEqual([])
    await pass(200)
    expect(sent.length).toBe(1)
  })

  test('keeps still for as long as Telegram says, for that chat only', async () => {
    const { say, pass, sent } = await open((one, nth) =>
      nth === 1 ? Promise.resolve({ outcome: 'limited', seconds: 30 }) : undefined,
    )
    await say('7', dead('a'), 'a')
    await pass(100)
    await say('7', dead('b'), 'b')
    await say('8', dead('c'), 'c')

    await pass(29_800, 100)
    expect(sent.map(({ chat, what }) => `${chat} ${what}`)).toEqual(['7 a', '8 c'])
    await pass(3_000)
    expect(sent.map(({ chat, what }) => `${chat} ${what}`)).toEqual(['7 a', '8 c', '7 a', '7 b'])
  })

  test('keeps still for everybody when two chats are told the same moment', async () => {
    const { say, pass, sent } = await open((one, nth) =>
      nth <= 2 ? Promise.resolve({ outcome: 'limited', seconds: 30 }) : undefined,
    )
    await say('7', dead('k'), 'a')
    await say('8', dead('k'), 'b')
    await pass(100)
    await say('9', dead('k'), 'c')

    await pass(29_000, 100)
    expect(sent.map(({ chat }) => chat)).toEqual(['7', '8'])
    await pass(3_000)
    expect(
      sent
        .map(({ chat }) => chat)
        .slice(2)
        .toSorted(),
    ).toEqual(['7', '8', '9'])
  })

  test('loses nothing of 1,000 due notices, each sent once', async () => {
    const { core, say, pass, sent } = await open()
    for (let i = 0; i < 1_000; i += 1) await say(`${i}`, back('k'), `n${i}`)

    await pass(60_000, 50)

    expect(new Set(sent.map(({ chat }) => chat)).size).toBe(1_000)
    expect(sent.length).toBe(1_000)
    expect(mostWithin(sent, 1_000)).toBeLessThanOrEqual(30)
    const left = await core.db
      .selectFrom('notice')
      .select('id')
      .where('status', '!=', 'sent')
      .execute()
    expect(left).toEqual([])
  })
})

describe('SendingLimit', () => {
  test('does not let somebody who taps without a pause put off their own notices for ever', () => {
    const clock = new HandClock()
    const limit = new SendingLimit(clock)
    for (let i = 0; i < 100; i += 1) limit.count('7')

    const turn = limit.take({ chat: '7', urgent: true, edit: false })

    expect(turn).toEqual(addSeconds(NOON, 1))
  })
})
