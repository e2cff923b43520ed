import { expect, test } from 'vitest'
import { commit } from '../../src/queue/core.ts'
import { tell } from '../../src/notices/outbox.ts'
import { keepSweeping, sweep } from '../../src/telegram/sweep.ts'
import { openKeys } from '../keys/support.ts'

const LEADS = { leads: true, onLeadership: () => undefined }

async function openForgotten() {
  const keys = await openKeys()
  const { id: keyId } = await keys.link()
  await commit(keys, (trx) =>
    tell(trx, keys, { userId: '7', notice: { kind: 'key-back', keyId }, id: 'a' }),
  )
  await keys.db.deleteFrom('wake').execute()
  const lanes = async () => {
    const rows = await keys.db.selectFrom('wake').select('lane').orderBy('lane').execute()
    return rows.map(({ lane }) => lane)
  }
  return { keys, lanes }
}

test('sweep() wakes what was forgotten', async () => {
  const { keys, lanes } = await openForgotten()

  await sweep(keys, 'forgotten')

  expect(await lanes()).toEqual(['notice', 'watch'])
})

test('a lane that can’t be swept leaves the others theirs', async () => {
  const { keys, lanes } = await openForgotten()
  await keys.db.schema.dropTable('inbox').execute()

  await sweep(keys, 'forgotten')

  expect(await lanes()).toEqual(['notice', 'watch'])
})

test('what can’t matter any more is purged now and then, by the process that leads', async () => {
  const { keys } = await openForgotten()
  const old = {
    user_id: '7',
    exchange: 'binance',
    key_id: null,
    expires_at: '2026-01-01T00:00:00.000Z',
    held_by: null,
  }
  const awaited = () => keys.db.selectFrom('awaiting_secret').select('user_id').execute()
  await keys.db.insertInto('awaiting_secret').values(old).execute()
  const follower = keepSweeping(keys, { ...LEADS, leads: false })
  keys.clock.advance(30_000)
  await follower()
  expect(await awaited()).toHaveLength(1)

  const stop = keepSweeping(keys, LEADS)
  keys.clock.advance(30_000)
  await stop()

  expect(await awaited()).toEqual([])
})
