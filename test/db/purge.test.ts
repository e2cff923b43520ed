import { expect, test } from 'vitest'
import { addSeconds } from '../../src/lib/clock.ts'
import { purge } from '../../src/db/purge.ts'
import type { Db } from '../../src/db/schema.ts'
import { NOON } from '../exchange/hand-clock.ts'
import { aDatabase } from '../support/scratch.ts'

const silent = { warn: () => undefined }

function daysAgo(days: number): string {
  return addSeconds(NOON, -days * 86_400).toISOString()
}

function aButton(token: string, expiresDaysAgo: number, used = false) {
  return {
    token,
    user_id: '7',
    action: 'exit',
    subject_id: 'plan',
    subject_version: 1,
    expires_at: daysAgo(expiresDaysAgo),
    used_at: used ? daysAgo(expiresDaysAgo) : null,
    used_by: used ? 1 : null,
  }
}

function aNotice(id: string, status: 'due' | 'sent' | 'dropped' | 'held', sentDaysAgo: number) {
  return {
    id,
    user_id: '7',
    body: '{}',
    status,
    version: 1,
    message_id: null,
    tries: 0,
    created_at: daysAgo(sentDaysAgo),
    sent_at: status === 'due' || status === 'held' ? null : daysAgo(sentDaysAgo),
  }
}

function aSaga(
  id: string,
  status: 'active' | 'waiting' | 'parked' | 'done',
  changedDaysAgo: number,
) {
  return {
    id,
    kind: 'disconnect-key',
    user_id: '7',
    key_id: `key of ${id}`,
    subject_id: 'plan',
    step: 'check',
    status,
    version: 1,
    fence: 1,
    run_at: daysAgo(0),
    tries: 0,
    data: '{}',
    created_at: daysAgo(changedDaysAgo),
    updated_at: daysAgo(changedDaysAgo),
    stepped_at: null,
  }
}

function aPlan(
  id: string,
  status: 'draft' | 'running' | 'stopped' | 'done' | 'left',
  days: number,
) {
  return {
    id,
    user_id: '7',
    key_id: 'key',
    kind: 'disconnect' as const,
    bot_id: null,
    status,
    version: 1,
    check_dead: 0,
    data: '{}',
    created_at: daysAgo(days),
    updated_at: daysAgo(days),
  }
}

/** What is left of one column of a table, in its order. */
async function left(db: Db, table: string, column: string): Promise<string[]> {
  const rows = await db
    .selectFrom(table as 'meta')
    .select(column as 'name')
    .orderBy(column as 'name')
    .execute()
  return rows.map((row) => String((row as Record<string, unknown>)[column]))
}

test('updates that were handled go after three days; one that was not stays', async () => {
  const db = await aDatabase()
  const of = (update_id: number, body: string, days: number) => ({
    update_id,
    user_id: '7',
    body,
    received_at: daysAgo(days),
  })
  await db
    .insertInto('inbox')
    .values([of(1, '', 4), of(2, '', 2.9), of(3, '{"update_id":3}', 40)])
    .execute()

  await purge(db, silent, NOON)

  expect(await left(db, 'inbox', 'update_id')).toEqual(['2', '3'])
})

test('buttons go three days after their end, used or not: until then a doubled tap is told what it was', async () => {
  const db = await aDatabase()
  const rows = [
    aButton('used long ago', 3.1, true),
    aButton('unused long ago', 3.1),
    aButton('used lately', 2.9, true),
    aButton('unused lately', 2.9),
    aButton('valid', -0.1),
  ]
  await db.insertInto('button').values(rows).execute()

  await purge(db, silent, NOON)

  expect(await left(db, 'button', 'token')).toEqual(['unused lately', 'used lately', 'valid'])
})

test('notices that were sent go after 90 days, unless their id keeps them from being told twice', async () => {
  const db = await aDatabase()
  await db
    .insertInto('notice')
    .values([
      aNotice('exit-2-receipt:old', 'sent', 91),
      aNotice('exit-2-receipt:young', 'sent', 89),
      aNotice('bot-failed:dropped', 'dropped', 91),
      aNotice('key-dead:held', 'held', 91),
      aNotice('key-dead:due', 'due', 91),
      aNotice('host-blocked:10:1', 'sent', 400),
      aNotice('pair-gone:bot:OLD/USDT', 'sent', 400),
    ])
    .execute()

  await purge(db, silent, NOON)

  expect(await left(db, 'notice', 'id')).toEqual([
    'exit-2-receipt:young',
    'host-blocked:10:1',
    'key-dead:due',
    'key-dead:held',
    'pair-gone:bot:OLD/USDT',
  ])
})

test('sagas and their answers go a month after the end; what still runs, waits or is parked stays', async () => {
  const db = await aDatabase()
  await db
    .insertInto('saga')
    .values([
      aSaga('done long ago', 'done', 31),
      aSaga('done lately', 'done', 29),
      aSaga('runs', 'active', 31),
      aSaga('waits', 'waiting', 31),
      aSaga('parked', 'parked', 31),
    ])
    .execute()
  const sagas = await left(db, 'saga', 'id')
  await db
    .insertInto('saga_answer')
    .values(
      sagas.map((id) => ({ id, saga_id: id, name: 'q', value: 'keep', created_at: daysAgo(31) })),
    )
    .execute()

  await purge(db, silent, NOON)

  const stay = ['done lately', 'parked', 'runs', 'waits']
  expect(await left(db, 'saga', 'id')).toEqual(stay)
  expect(await left(db, 'saga_answer', 'id')).toEqual(stay)
})

test('exits that were left before they began go after a month, with what they had shown; all others are history', async () => {
  const db = await aDatabase()
  const plans = [
    aPlan('left long ago', 'left', 31),
    aPlan('left lately', 'left', 29),
    aPlan('done long ago', 'done', 400),
    aPlan('stopped long ago', 'stopped', 400),
    aPlan('a draft', 'draft', 31),
  ]
  await db.insertInto('exit_plan').values(plans).execute()
  const position = {
    bot_id: 'bot',
    symbol: 'BTC/USDT',
    amount: '1',
    average_cost: '1',
    price_shown: '1',
    worst_price: '1',
    profit_shown: '0',
    floor: '1',
    decision: null,
    outcome: null,
    round: 0,
  }
  const positions = plans.map(({ id }) => ({ ...position, plan_id: id }))
  await db.insertInto('exit_position').values(positions).execute()

  await purge(db, silent, NOON)

  const stay = ['a draft', 'done long ago', 'left lately', 'stopped long ago']
  expect(await left(db, 'exit_plan', 'id')).toEqual(stay)
  expect(await left(db, 'exit_position', 'plan_id')).toEqual(stay)
})

test('dialogues, awaited secrets, parts of budgets and pauses go when they are over', async () => {
  const db = await aDatabase()
  for (const [name, days] of [
    ['old', 3],
    ['young', -0.01],
  ] as const) {
    const at = daysAgo(days)
    await db
      .insertInto('conversation_state')
      .values({ chat_id: name, user_id: name, version: '3', state: '{}', updated_at: at })
      .execute()
    await db
      .insertInto('awaiting_secret')
      .values({ user_id: name, exchange: 'binance', key_id: null, expires_at: at, held_by: null })
      .execute()
    await db
      .insertInto('rate_part')
      .values({ id: name, pool: 'binance:api', lane: 'exit', weight: 1, spent_by: at })
      .execute()
    await db.insertInto('rate_pause').values({ name, until: at }).execute()
  }

  await purge(db, silent, NOON)

  expect(await left(db, 'conversation_state', 'user_id')).toEqual(['young'])
  expect(await left(db, 'awaiting_secret', 'user_id')).toEqual(['young'])
  expect(await left(db, 'rate_part', 'id')).toEqual(['young'])
  expect(await left(db, 'rate_pause', 'name')).toEqual(['young'])
})

test('a purge takes thousands of rows in batches, and leaves the rest of a huge heap for the next', async () => {
  const db = await aDatabase()
  const rows = Array.from({ length: 10_250 }, (_, i) => aButton(`t${i}`, 5))
  for (let i = 0; i < rows.length; i += 1_000) {
    await db
      .insertInto('button')
      .values(rows.slice(i, i + 1_000))
      .execute()
  }

  await purge(db, silent, NOON)
  expect(await left(db, 'button', 'token')).toHaveLength(250)
  await purge(db, silent, NOON)

  expect(await left(db, 'button', 'token')).toEqual([])
}, 60_000)

test('a table that can’t be purged leaves the others theirs, and the log says so', async () => {
  const db = await aDatabase()
  await db.schema.dropTable('inbox').execute()
  await db.insertInto('button').values(aButton('t', 5)).execute()
  const logged: unknown[] = []

  await purge(db, { warn: (_event, fields) => logged.push(fields) }, NOON)

  expect(await left(db, 'button', 'token')).toEqual([])
  expect(logged).toMatchObject([{ what: 'updates' }])
})
