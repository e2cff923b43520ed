import { copyFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { eventually } from '../support/exits.ts'
import { say } from '../support/journey.ts'
import { openWorld, pathOf, type World } from '../support/world.ts'

const OLIVER = { id: 99, firstName: 'Oliver' }

async function withWorld(
  overrides: Parameters<typeof openWorld>[0],
  run: (world: World) => Promise<void>,
): Promise<void> {
  const world = await openWorld(overrides)
  try {
    await run(world)
  } finally {
    await world.close()
  }
}

/** Somebody else polls with our token, once: ours is told 409. */
async function pollOnce(world: World): Promise<void> {
  const polls = () => world.telegram.calls().filter(({ method }) => method === 'getUpdates').length
  const before = polls()
  await eventually(() => polls() > 0)
  await world.telegram.app.request(`/bot1000000:a-token-that-only-the-tests-know-of/getUpdates`)
  await eventually(() => polls() > before)
}

test('operators are told of another process that polls with the same token, and so is the log', () =>
  withWorld({ operatorIds: ['99'] }, async (world) => {
    const oliver = world.telegram.user({ ...OLIVER, started: true })

    await pollOnce(world)

    expect((await oliver.until({ screen: 'host-two-pollers' })).text).toContain(
      'Another process polls with the same token',
    )
    expect(
      world.log.some((line) => line.includes('another process polls with the same token')),
    ).toBe(true)
    expect(world.alice.messages()).toEqual([])
    world.clock.advance(4)
    await say(world.alice, '/help', 'help')
  }))

test('operators are told of a start after a crash, and not of one after a stop', () =>
  withWorld({ operatorIds: ['99'] }, async (world) => {
    const oliver = world.telegram.user({ ...OLIVER, started: true })
    await world.restart()
    await say(world.alice, '/help', 'help')
    expect(oliver.messages()).toEqual([])

    // The files as a power cut would leave them.
    const files = ['', '-wal'].map((suffix) => `${pathOf(world)}${suffix}`)
    for (const file of files) copyFileSync(file, `${file}.cut`)
    await world.app.stop()
    for (const file of files) copyFileSync(`${file}.cut`, file)
    await world.restart()

    expect((await oliver.until({ screen: 'host-crashed' })).text).toContain('starts after a crash')
  }))

test('an operator who never started the bot is held for, and told once they do', () =>
  withWorld({ operatorIds: ['99'], allowedUsers: ['42'] }, async (world) => {
    const oliver = world.telegram.user(OLIVER)
    await pollOnce(world)
    await eventually(() => world.log.some((line) => line.includes('notices-held')))
    expect(oliver.messages()).toEqual([])

    world.clock.advance(4)
    oliver.sends('/start')

    expect((await oliver.until({ screen: 'host-two-pollers' })).text).toContain(
      'Another process polls',
    )
    expect(oliver.text()).toContain('Your Telegram id is 99')
  }))
