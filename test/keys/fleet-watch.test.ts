import { expect, test } from 'vitest'
import { commit } from '../../src/queue/core.ts'
import { getKey } from '../../src/keys/key-repo.ts'
import { checkKey } from '../../src/keys/watch.ts'
import type { Notice } from '../../src/notices/notice.ts'
import { lookAtHost } from '../../src/operator/watch-host.ts'
import { onKeyNews } from '../../src/sagas/dead-key.ts'
import { openKeys } from './support.ts'

const OPERATOR = '99'
/** As Binance tells them. */
const RIGHTS = {
  createTime: 1_700_000_000_000,
  ipRestrict: false,
  enableReading: true,
  enableWithdrawals: true,
  enableSpotAndMarginTrading: true,
}

/** Keys of so many people, each with an account of their own, and an operator. */
async function openFleet(people: number) {
  const stage = await openKeys()
  const ids = Array.from({ length: people }, (_, i) => String(100 + i))
  const keys = await Promise.all(
    ids.map((userId) => stage.link({ account: `account-${userId}` }, userId)),
  )
  await stage.db.deleteFrom('wake').execute()
  const diskSpace = () => Promise.resolve(undefined)
  const host = { ...stage, operatorIds: [OPERATOR], diskSpace }
  const planned = async (): Promise<Map<string, number>> => {
    const rows = await stage.db.selectFrom('wake').where('lane', '=', 'watch').selectAll().execute()
    return new Map(rows.map((row) => [row.id, new Date(row.run_at).getTime()]))
  }
  const checkOne = (id: string) => checkKey(stage, id, async () => false, onKeyNews(stage))
  const check = (i: number) => checkOne(keys[i]?.id ?? '')
  /** Lets so many seconds pass, in which the watch does what is due and somebody looks at the host. */
  const pass = async (seconds: number): Promise<void> => {
    for (let left = seconds; left > 0; left -= 30) {
      stage.clock.advance(30_000)
      for (const [id, at] of await planned()) {
        if (at > stage.clock.now().getTime()) continue
        await commit(stage, (trx) => trx.deleteFrom('wake').where('id', '=', id).execute())
        await checkOne(id)
      }
      await lookAtHost(host)
    }
  }
  const health = () => Promise.all(keys.map(async ({ id }) => (await getKey(stage.db, id)).health))
  const told = async (userId?: string): Promise<Notice['kind'][]> => {
    const rows = await stage.db
      .selectFrom('notice')
      .select(['user_id', 'body'])
      .orderBy('created_at')
      .execute()
    return rows
      .filter((row) => userId === undefined || row.user_id === userId)
      .map(({ body }) => (JSON.parse(body) as Notice).kind)
  }
  return { ...stage, keys, check, pass, planned, health, told }
}

test('keys that one fault of ours refuses stay suspect; the operator alone is told, once', async () => {
  const { check, pass, paper, keys, told, health } = await openFleet(3)
  for (let i = 0; i < 3; i += 1) await check(i)
  for (const { apiKey } of keys) paper.setKeyState(apiKey, 'ip-blocked')

  await pass(1_200)
  expect(await told()).toEqual(['host-fleet-refused'])
  expect(await told(OPERATOR)).toHaveLength(1)
  expect(await health()).toEqual(['suspect', 'suspect', 'suspect'])

  for (const { apiKey } of keys) paper.setKeyState(apiKey, 'active')
  await pass(600)
  expect(await health()).toEqual(['healthy', 'healthy', 'healthy'])
  expect(await told()).toHaveLength(1)

  for (const { apiKey } of keys) paper.setKeyState(apiKey, 'ip-blocked')
  await pass(1_200)
  expect(await told()).toEqual(['host-fleet-refused', 'host-fleet-refused'])
})

test('of many keys that are deleted at once each trader is told, a quarter of an hour later', async () => {
  const { check, pass, paper, keys, told, health } = await openFleet(2)
  for (let i = 0; i < 2; i += 1) await check(i)
  for (const { apiKey } of keys) paper.setKeyState(apiKey, 'deleted')

  await pass(840)
  expect(await told('100')).toEqual([])
  await pass(600)

  expect(await health()).toEqual(['dead', 'dead'])
  expect(await told('100')).toEqual(['key-dead'])
  expect(await told('101')).toEqual(['key-dead'])
})

test('a refusal calls three others as witnesses at once, and theirs call nobody', async () => {
  const { check, paper, keys, planned, clock } = await openFleet(6)
  for (let i = 0; i < 6; i += 1) await check(i)
  // Less than any of their own turns needs to come round.
  clock.advance(1)
  const due = async () => {
    const now = clock.now().getTime()
    return [...(await planned())].filter(([, at]) => at <= now).map(([id]) => id)
  }
  for (const { apiKey } of keys) paper.setKeyState(apiKey, 'ip-blocked')

  await check(0)
  const witnesses = await due()
  expect(witnesses).toHaveLength(3)
  expect(witnesses).not.toContain(keys[0]?.id)

  await check(keys.findIndex(({ id }) => id === witnesses[0]))
  expect(await due()).toHaveLength(3)
})

test('a key that dies alone is told of in its time, for its witnesses were answered well', async () => {
  const { check, pass, paper, keys, told } = await openFleet(3)
  for (let i = 0; i < 3; i += 1) await check(i)
  paper.setKeyState(keys[1]?.apiKey ?? '', 'ip-blocked')

  await pass(630)

  expect(await told()).toEqual(['key-dead'])
  expect(await told('101')).toEqual(['key-dead'])
})

test('a right that grew, an end that is near, and another cause of death are told once each', async () => {
  const { pass, check, paper, keys, told, db, clock } = await openFleet(1)
  const [{ id, apiKey } = { id: '', apiKey: '' }] = keys
  await check(0)
  paper.setKeyRights(apiKey, { withdraw: true })
  await pass(600)
  paper.setKeyRights(apiKey, { withdraw: false })
  await pass(600)
  paper.setKeyRights(apiKey, { withdraw: true, ipRestrict: false })
  await pass(600)
  expect(await told()).toEqual(['key-grew', 'key-grew', 'key-grew'])

  await db.deleteFrom('notice').execute()
  const ends = clock.now().getTime() + 5 * 86_400_000
  for (const at of [ends, ends + 3_600_000]) {
    const rights = { ...RIGHTS, tradingAuthorityExpirationTime: at }
    const effect = { kind: 'status', status: 200, body: JSON.stringify(rights) } as const
    paper.fault({ path: '/sapi/v1/account/apiRestrictions', effect })
  }
  await pass(600)
  expect(await told()).toEqual(['key-ends-soon'])

  await db.deleteFrom('notice').execute()
  paper.setKeyState(apiKey, 'ip-blocked')
  await pass(1_800)
  paper.setKeyState(apiKey, 'deleted')
  await pass(4 * 720)
  paper.setKeyState(apiKey, 'ip-blocked')
  await pass(4 * 720)
  expect(await told('100')).toEqual(['key-dead', 'key-dead'])
  expect(await getKey(db, id)).toMatchObject({ health: 'dead' })

  paper.setKeyState(apiKey, 'active')
  await pass(720)
  expect(await told('100')).toEqual(['key-dead', 'key-dead', 'key-back'])
})

test('a dead key is not told anew while an exchange that is asked seldom refuses all others', async () => {
  const { pass, check, paper, keys, told, checks } = await openFleet(6)
  checks.confirmSeconds = [60, 900]
  for (const i of keys.keys()) await check(i)
  const [first = { apiKey: '' }, ...others] = keys
  paper.setKeyState(first.apiKey, 'deleted')
  await pass(3_000)
  expect(await told('100')).toEqual(['key-dead'])

  for (const { apiKey } of [first, ...others]) paper.setKeyState(apiKey, 'ip-blocked')
  await pass(3 * 3_600)

  expect(await told('100')).toEqual(['key-dead'])
})
