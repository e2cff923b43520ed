import { expect, test } from 'vitest'
import { addSeconds } from '../../src/lib/clock.ts'
import type { ExchangeId } from '../../src/exchange/exchange.ts'
import { commit } from '../../src/queue/core.ts'
import { holdNotices } from '../../src/notices/blocked-repo.ts'
import { lookAtHost, type HostWatch } from '../../src/operator/watch-host.ts'
import { startSaga } from '../../src/sagas/saga-repo.ts'
import { NOON } from '../exchange/hand-clock.ts'
import { openKeys } from '../keys/support.ts'

const GIB = 2 ** 30

async function open(overrides: Partial<HostWatch> = {}) {
  const keys = await openKeys()
  const diskSpace = () => Promise.resolve({ freeBytes: 10 * GIB, databaseBytes: GIB / 100 })
  const host: HostWatch = { ...keys, operatorIds: ['1', '2'], diskSpace, ...overrides }
  const told = async (): Promise<string[]> => {
    const rows = await keys.db
      .selectFrom('notice')
      .select(['user_id', 'body'])
      .orderBy('user_id')
      .orderBy('created_at')
      .execute()
    return rows.map(({ user_id, body }) => `${user_id} ${body}`)
  }
  return { keys, host, told }
}

test('lookAtHost() tells nothing of a host that is well', async () => {
  const { keys, host, told } = await open()
  await keys.link()

  await lookAtHost(host)

  expect(await told()).toEqual([])
})

test('lookAtHost() tells each operator once of an exit that has not moved for 10 minutes', async () => {
  const { keys, host, told } = await open()
  const { id: keyId } = await keys.link()
  const start = {
    kind: 'disconnect-key',
    userId: '7',
    keyId,
    subjectId: 'p',
    step: 'cancel',
  } as const
  await commit(keys, (trx) => startSaga(trx, keys, start))

  keys.clock.advance(599_000)
  await lookAtHost(host)
  expect(await told()).toEqual([])

  keys.clock.advance(2_000)
  await lookAtHost(host)
  keys.clock.advance(60_000)
  await lookAtHost(host)
  expect(await told()).toEqual(['1 {"kind":"host-exit-stuck"}', '2 {"kind":"host-exit-stuck"}'])
})

test.each([
  ['waits for its trader', { status: 'waiting' as const }],
  ['waits for the exchange to refuse the key', { step: 'await-dead' }],
  ['moved a minute ago', { stepped_at: addSeconds(NOON, 3_540).toISOString() }],
])('lookAtHost() does not call an exit stuck that %s', async (_, change) => {
  const { keys, host, told } = await open()
  const { id: keyId } = await keys.link()
  const start = {
    kind: 'disconnect-key',
    userId: '7',
    keyId,
    subjectId: 'p',
    step: 'cancel',
  } as const
  await commit(keys, (trx) => startSaga(trx, keys, start))
  await keys.db.updateTable('saga').set(change).execute()

  keys.clock.advance(3_600_000)
  await lookAtHost(host)

  expect(await told()).toEqual([])
})

test('lookAtHost() tells of many blocked people once per power of ten', async () => {
  const { keys, host, told } = await open({ operatorIds: ['1'] })
  for (let i = 0; i < 9; i += 1) await holdNotices(keys, `${100 + i}`)
  await lookAtHost(host)
  expect(await told()).toEqual([])

  await holdNotices(keys, '200')
  await lookAtHost(host)
  await holdNotices(keys, '201')
  await lookAtHost(host)

  expect(await told()).toEqual(['1 {"kind":"host-blocked","count":10}'])
})

test('lookAtHost() tells of a disk with little left, or too little for a backup, once a day', async () => {
  let space = { freeBytes: 0.4 * GIB, databaseBytes: 1_000 }
  const diskSpace = () => Promise.resolve(space)
  const { keys, host, told } = await open({ operatorIds: ['1'], diskSpace })
  await lookAtHost(host)
  await lookAtHost(host)
  expect(await told()).toHaveLength(1)

  keys.clock.advance(86_400_000)
  space = { freeBytes: 3 * GIB, databaseBytes: 2 * GIB }
  await lookAtHost(host)
  expect(await told()).toHaveLength(2)

  keys.clock.advance(86_400_000)
  space = { freeBytes: 5 * GIB, databaseBytes: 2 * GIB }
  await lookAtHost(host)
  expect(await told()).toHaveLength(2)
})

test('lookAtHost() tells of a clock that is off by more than a second against an exchange in use', async () => {
  const { keys, host, told } = await open({ operatorIds: ['1'] })
  const asked: ExchangeId[] = []
  let aheadMs = -1_500
  const exchanges = {
    ...keys.exchanges,
    clockAhead: (id: ExchangeId) => {
      asked.push(id)
      return Promise.resolve(aheadMs)
    },
  }
  await lookAtHost({ ...host, exchanges })
  expect(asked).toEqual([])

  await keys.link()
  await lookAtHost({ ...host, exchanges })
  aheadMs = 900
  await lookAtHost({ ...host, exchanges })

  expect(await told()).toEqual(['1 {"kind":"host-clock-off","exchange":"binance","aheadMs":-1500}'])
})

test('lookAtHost() goes on when one of its checks fails', async () => {
  const diskSpace = () => Promise.reject(new Error('The disk is gone'))
  const { keys, host, told } = await open({ operatorIds: ['1'], diskSpace })
  await keys.link()
  const exchanges = { ...keys.exchanges, clockAhead: () => Promise.resolve(5_000) }

  await lookAtHost({ ...host, exchanges })

  expect(await told()).toHaveLength(1)
})

test('clockAhead() measures the clock against the exchange', async () => {
  const { keys } = await open()

  expect(await keys.exchanges.clockAhead('binance')).toBe(0)
})
