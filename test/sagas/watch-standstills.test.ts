import { expect, onTestFinished, test } from 'vitest'
import { ExchangeError } from '../../src/exchange/exchange-error.ts'
import { failingOf, LateWork } from '../../src/keys/late-work.ts'
import { listLateRows } from '../../src/keys/late-work-repo.ts'
import { commit } from '../../src/queue/core.ts'
import { listHostStandstills, listOpenStandstills } from '../../src/sagas/standstill-repo.ts'
import { watchStandstills } from '../../src/sagas/watch-standstills.ts'
import { openKeys } from '../keys/support.ts'
import { eventually } from '../support/exits.ts'

const UNREACHED = new ExchangeError('unavailable', 'Cannot read', { source: 'no-answer' })

/** A key with a running bot, nothing that works on it, and the watch over what stands still. */
async function open() {
  const stage = await openKeys()
  const { id: keyId, userId } = await stage.link()
  await stage.db.deleteFrom('wake').execute()
  const late = new LateWork(stage)
  const watch = { ...stage, operatorIds: ['99'], late }
  const stop = watchStandstills(watch, { leads: true, onLeadership: () => undefined })
  onTestFinished(stop)
  const at = stage.clock.now().toISOString()
  await stage.db
    .insertInto('trading_bot')
    .values({
      id: 'a-bot',
      user_id: userId,
      key_id: keyId,
      name: 'Grid',
      strategy: 'grid',
      symbol: 'BTC/USDT',
      parameters: '{}',
      status: 'running',
      resting: 'keep',
      reason: null,
      shortage: null,
      moved_from: null,
      created_at: at,
      updated_at: at,
    })
    .execute()
  return {
    ...stage,
    keyId,
    userId,
    late,
    /** Lets minutes pass in looks, each to its end. */
    pass: async (minutes: number) => {
      for (let i = 0; i < minutes * 2; i += 1) {
        stage.clock.advance(30_000)
        // The next look is planned when this one has ended.
        await eventually(() => stage.clock.nextIn() <= 30_000)
      }
    },
    notices: async () => {
      const rows = await stage.db
        .selectFrom('notice')
        .select(['user_id', 'body'])
        .orderBy('created_at')
        .execute()
      return rows.map(({ user_id: to, body }) => {
        const { kind, cause } = JSON.parse(body) as { kind: string; cause?: string }
        return `${to} ${kind}${cause === undefined ? '' : ` ${cause}`}`
      })
    },
  }
}

test('work that the queue does not take up is told as our own fault, and once it is done as over', async () => {
  const { db, clock, queue, keyId, pass, notices } = await open()
  await commit({ db, queue }, (trx) =>
    queue.wake(trx, { lane: 'tick', id: keyId, serialKey: `key:${keyId}`, at: clock.now() }),
  )
  await pass(4.5)
  expect(await notices()).toEqual([])

  await pass(7)
  expect(await notices()).toEqual(['7 standstill own-fault', '99 host-standstill own-fault'])
  expect(await listHostStandstills(db)).toMatchObject([{ cause: 'own-fault', traders: 1 }])

  await db.deleteFrom('wake').execute()
  await pass(3)
  expect(await notices()).toEqual([
    '7 standstill own-fault',
    '99 host-standstill own-fault',
    '7 standstill-over',
    '99 host-standstill-over own-fault',
  ])
  expect(await listOpenStandstills(db)).toEqual([])
})

test('a tick that hangs is told as our own fault', async () => {
  const { late, keyId, pass, notices } = await open()
  const hanging = Promise.withResolvers<void>()
  const tick = late.watchTick(keyId, () => hanging.promise)
  await pass(7)

  expect(await notices()).toContain('7 standstill own-fault')
  hanging.resolve()
  await tick
})

test('late work is on record for all processes, and gone once one of them has completed it', async () => {
  const stage = await open()
  const { late, keyId, db, pass, notices } = stage
  await late.note('tick', keyId, failingOf(UNREACHED))
  const other = new LateWork(stage)
  await other.load()
  await pass(2)
  await other.note('tick', keyId, failingOf(UNREACHED))
  expect(await listLateRows(db)).toMatchObject([{ keyId, cause: 'unreachable', symbol: '' }])
  await pass(4)
  expect(await notices()).toEqual(['7 standstill unreachable', '99 host-standstill unreachable'])

  await other.note('tick', keyId, [])
  expect(await listLateRows(db)).toEqual([])
})

test('of a bot that is paused meanwhile nothing is late, and it counts anew once it runs', async () => {
  const { late, keyId, db, pass, notices } = await open()
  await late.note('tick', keyId, failingOf(UNREACHED))
  await db.updateTable('trading_bot').set({ status: 'paused' }).execute()
  await pass(10)
  expect(await notices()).toEqual([])
  expect(await listLateRows(db)).toEqual([])
})

test('a doubted key is late only when its confirming probes are over', async () => {
  const { db, clock, keyId, pass, notices } = await open()
  const refused = { health: 'suspect', refused_since: clock.now().toISOString() } as const
  await db.updateTable('exchange_key').set(refused).where('id', '=', keyId).execute()
  await pass(5.5)
  expect(await notices()).toEqual([])
  await pass(60)
  expect(await notices()).toContain('7 standstill key-doubted')
})

test('a pair that is to be tried again right after an outage is not told as its own trouble', async () => {
  const { late, keyId, clock, db, pass, notices } = await open()
  const answer = () =>
    db.updateTable('exchange_key').set({ checked_at: clock.now().toISOString() }).execute()
  await pass(1)
  await late.note('tick', keyId, [{ symbol: 'BTC/USDT', cause: 'errors' }])
  await pass(11)
  expect(await notices()).toEqual(['7 standstill errors', '99 host-standstill errors'])

  await answer()
  await pass(0.5)
  await late.note('tick', keyId, [])
  await pass(2)
  expect((await notices()).filter((notice) => notice.includes('pair'))).toEqual([])
  expect((await notices()).filter((notice) => notice === '7 standstill-over')).toHaveLength(1)
})

test('a pair that fails on among answers is told 5 minutes after the first of them', async () => {
  const { late, keyId, clock, db, pass, notices } = await open()
  const answer = () =>
    db.updateTable('exchange_key').set({ checked_at: clock.now().toISOString() }).execute()
  await late.note('tick', keyId, [{ symbol: 'BTC/USDT', cause: 'errors' }])
  await pass(11)
  for (let minute = 0; minute < 5; minute += 1) {
    expect(await notices()).not.toContain('7 standstill pair')
    await answer()
    await pass(1)
  }
  await pass(1)
  expect(await notices()).toContain('7 standstill pair')
})
