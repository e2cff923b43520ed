import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { linkKey } from '../support/journey.ts'
import { eventually, rows } from '../support/exits.ts'
import { queryOften } from '../support/postgres-run.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
beforeEach(async () => {
  world = await openWorld({ botTickSeconds: 30 })
  await linkKey(world)
})
afterEach(() => world.close())

/** Puts notices on record as another version of Undock would, and starts this one on them. */
async function restartWith(bodies: readonly string[]): Promise<void> {
  await world.app.stop()
  const values = bodies.map(
    (body, n) =>
      `('n${n}', '42', '${body}', 'due', 1, null, 0, '2026-01-01T00:00:0${n}.000Z', null)`,
  )
  const statement = `insert into notice values ${values.join(', ')}`
  if (world.database.kind === 'postgres') {
    await queryOften(world.database.url.reveal(), statement)
  } else {
    const file = new Sqlite(world.database.path)
    file.exec(statement)
    file.close()
  }
  await world.restart()
}

test.each([
  ['of a kind that this version does not know', '{"kind":"key-melted","keyId":"k"}'],
  ['that names what is gone', '{"kind":"bot-failed","botId":"gone"}'],
  ['whose record can’t be read', '{"kind":'],
])(
  'a notice %s is not dropped in silence, and those behind it come',
  async (_, body) => {
    const { alice, clock, log } = world
    const [key] = await rows<{ id: string }>(world, 'select id from exchange_key')

    await restartWith([
      body,
      JSON.stringify({ kind: 'key-erased', keyId: key?.id, refusedByExchange: true }),
    ])
    await eventually(() => {
      clock.advance(1)
      return alice.shows({ screen: 'key-erased' })
    })

    const screens = alice.messages().map(({ screen }) => screen)
    const notShown = screens.indexOf('notice-not-shown')
    expect(notShown).toBeGreaterThan(0)
    expect(screens.indexOf('key-erased')).toBeGreaterThan(notShown)
    expect(log.join('\n')).toContain('notice-not-shown')
  },
  40_000,
)
