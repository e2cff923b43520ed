import { Hono } from 'hono'
import { sql } from 'kysely'
import { Api } from 'grammy'
import { expect, onTestFinished, test } from 'vitest'
import { listen } from '../../src/lib/listen.ts'
import { createLog } from '../../src/lib/log.ts'
import { openStudio } from '../../src/exports/studio.ts'
import type { Deps } from '../../src/telegram/deps.ts'
import { startPolling } from '../../src/telegram/poll.ts'
import { SecretDesk } from '../../src/telegram/secret-desk.ts'
import { openKeys } from '../keys/support.ts'
import { eventually } from '../support/exits.ts'
import { TestClock } from '../support/test-clock.ts'
import { TOKEN } from '../support/world.ts'

const FROM = { id: 7, is_bot: false, first_name: 'Alice' }

function anUpdate(updateId: number) {
  const chat = { id: 7, type: 'private', first_name: 'Alice' }
  const message = { message_id: updateId, date: 1, from: FROM, chat, text: 'hello' }
  return { update_id: updateId, message }
}

/** Telegram would never send it; whatever else can't be taken in looks like this to us. */
function aBrokenUpdate(updateId: number) {
  return { update_id: updateId, message: { message_id: updateId, date: 1, from: FROM, text: 'x' } }
}

/** Polls a Telegram that has these updates until it is told that they arrived. */
async function poll(updates: readonly { update_id: number }[], { refused = 0 } = {}) {
  const keys = await openKeys()
  await sql`create trigger refuses before insert on inbox when new.update_id = ${sql.lit(refused)}
    begin select raise(abort, 'the disk does not do as it should'); end`.execute(keys.db)
  const clock = new TestClock()
  const logged: string[] = []
  const log = createLog(
    'debug',
    () => clock.now(),
    (line) => logged.push(line),
  )
  const offsets: number[] = []
  const app = new Hono().post('*', async (c) => {
    const { offset = 0 } = await c.req.json<{ offset?: number }>()
    offsets.push(offset)
    const result = updates.filter(({ update_id: id }) => id >= offset)
    if (result.length === 0) await new Promise((resolve) => setTimeout(resolve, 20))
    return c.json({ ok: true, result })
  })
  const server = await listen(app, '127.0.0.1', 0)
  const deps: Deps = {
    ...keys,
    clock,
    log,
    desk: new SecretDesk(clock),
    openFile: () => Promise.reject(new Error('Cannot open a file: none is sent here')),
    studio: openStudio({ clock, log }),
    stopped: new AbortController().signal,
    settings: {
      token: TOKEN,
      allowedUsers: 'everyone',
      operatorIds: [],
      egressIps: [],
      exchanges: ['binance'],
      pageUrl: () => undefined,
      playground: false,
    },
  }
  const api = new Api(TOKEN, { apiRoot: `http://127.0.0.1:${server.port}` })
  const polling = startPolling(deps, api)
  onTestFinished(async () => {
    await polling.stop()
    await server.close()
  })
  const stored = async () => {
    const rows = await keys.db
      .selectFrom('inbox')
      .select('update_id')
      .orderBy('update_id')
      .execute()
    return rows.map((row) => row.update_id)
  }
  return { stored, logged, offsets, clock, db: keys.db }
}

test('an update that can’t be taken in holds up none of the others, and the log says that it is lost', async () => {
  const all = [anUpdate(1), aBrokenUpdate(2), anUpdate(3)]
  const { stored, logged, offsets, clock } = await poll(all)

  await eventually(async () => (await stored()).length === 2)

  await eventually(() => {
    clock.advance(4)
    return offsets.at(-1) === 4
  })
  expect(await stored()).toEqual([1, 3])
  expect(logged.join('\n')).toMatch(/update-lost.*"update":2/)
})

test('an update that the database refuses for a while is asked for again, and none is lost', async () => {
  const all = [anUpdate(1), anUpdate(2), anUpdate(3)]
  const { stored, logged, offsets, clock, db } = await poll(all, { refused: 2 })
  await eventually(async () => (await stored()).length === 2)
  await sql`drop trigger refuses`.execute(db)

  await eventually(() => {
    clock.advance(4)
    return offsets.at(-1) === 4
  })

  expect(await stored()).toEqual([1, 2, 3])
  expect(logged.join('\n')).not.toContain('update-lost')
})

test('while none gets through, all are asked for again', async () => {
  const { stored, offsets, clock } = await poll([aBrokenUpdate(1), aBrokenUpdate(2)])

  await eventually(() => offsets.length > 0)
  clock.advance(4)
  await eventually(() => offsets.length > 1)

  expect(offsets.every((offset) => offset === 0)).toBe(true)
  expect(await stored()).toEqual([])
})
