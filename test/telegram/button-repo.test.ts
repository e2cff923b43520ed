import { expect, test } from 'vitest'
import { createLog } from '../../src/lib/log.ts'
import { SqliteQueue } from '../../src/queue/sqlite-queue.ts'
import { issueButton, pressButton } from '../../src/telegram/button-repo.ts'
import { HandClock } from '../exchange/hand-clock.ts'
import { aDatabase } from '../support/scratch.ts'

async function open() {
  const clock = new HandClock()
  const db = await aDatabase()
  const log = createLog(
    'error',
    () => clock.now(),
    () => undefined,
  )
  const core = { db, clock, log, queue: new SqliteQueue(db, clock, log) }
  const action = { userId: '7', action: 'exit', subjectId: 'plan-1', subjectVersion: 3 }
  return { core, action, token: await issueButton(core, action) }
}

test('pressButton() gives the action once, and a second tap the reason why not', async () => {
  const { core, action, token } = await open()

  expect(await pressButton(core, token, { userId: '7', updateId: 1 })).toEqual(action)
  expect(await pressButton(core, token, { userId: '7', updateId: 2 })).toBe('used')
  expect(await pressButton(core, token, { userId: '8', updateId: 3 })).toBe('foreign')
})

test('pressButton() gives the action again to the tap that used it: a crash came in between', async () => {
  const { core, action, token } = await open()
  await pressButton(core, token, { userId: '7', updateId: 1 })

  expect(await pressButton(core, token, { userId: '7', updateId: 1 })).toEqual(action)
})
