import { expect, test } from 'vitest'
import { createLog } from '../../src/lib/log.ts'
import { SqliteQueue } from '../../src/queue/sqlite-queue.ts'
import { BUTTON_VERBS, issueButton, pressButton } from '../../src/telegram/button-repo.ts'
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
  const about = { userId: '7', subjectId: 'plan-1', subjectVersion: 3 }
  const token = await issueButton(core, { ...about, action: 'exit' })
  return { core, clock, about, token, pressed: { ...about, verb: 'exit', about: '' } }
}

test('pressButton() gives the action once, and a second tap the reason why not', async () => {
  const { core, pressed, token } = await open()

  expect(await pressButton(core, token, ['exit'], { userId: '7', updateId: 1 })).toEqual(pressed)
  expect(await pressButton(core, token, ['exit'], { userId: '7', updateId: 2 })).toBe('used')
  expect(await pressButton(core, token, ['exit'], { userId: '8', updateId: 3 })).toBe('foreign')
})

test('pressButton() gives the action again to the tap that used it, also after its time: a crash came in between', async () => {
  const { core, clock, pressed, token } = await open()
  const tap = { userId: '7', updateId: 1 }
  await pressButton(core, token, ['exit'], tap)

  expect(await pressButton(core, token, ['exit'], tap)).toEqual(pressed)
  clock.advance(16 * 60_000)
  expect(await pressButton(core, token, ['exit'], tap)).toEqual(pressed)
})

test('pressButton() says of a used button that it was used, also after its time, and of another that it has expired', async () => {
  const { core, clock, about, token } = await open()
  const unused = await issueButton(core, { ...about, action: 'exit' })
  await pressButton(core, token, ['exit'], { userId: '7', updateId: 1 })
  clock.advance(16 * 60_000)

  expect(await pressButton(core, token, ['exit'], { userId: '7', updateId: 2 })).toBe('used')
  expect(await pressButton(core, unused, ['exit'], { userId: '7', updateId: 3 })).toBe('expired')
})

test.each(BUTTON_VERBS)('a button that was issued for %s works for nothing else', async (verb) => {
  const { core, about } = await open()
  const others = BUTTON_VERBS.filter((other) => other !== verb)
  const token = await issueButton(core, { ...about, action: `${verb}:some:thing` })

  for (const other of others) {
    const tap = { userId: '7', updateId: others.indexOf(other) }
    expect(await pressButton(core, token, [other], tap)).toBe('unknown')
  }
  const tap = { userId: '7', updateId: 100 }
  expect(await pressButton(core, token, others, tap)).toBe('unknown')
  expect(await pressButton(core, token, [...others, verb], tap)).toEqual({
    ...about,
    verb,
    about: 'some:thing',
  })
})
