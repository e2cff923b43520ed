import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { workFindings } from '../../src/operator/work-findings.ts'
import { openSqlite } from '../../src/db/open.ts'
import { wordsOf } from '../../src/telegram/words.ts'
import { linkKey, tap } from '../support/journey.ts'
import { eventually, holdBitcoin, reachPlan, rows, soldByUs } from '../support/exits.ts'
import { onPostgres } from '../support/postgres.ts'
import { queryOften } from '../support/postgres-run.ts'
import { openPostgresAt } from '../support/scratch.ts'
import { openWorld, pathOf, type World } from '../support/world.ts'

/** A step of another version. */
const STEP = 'hover'
const { progress, waiting } = wordsOf('en').disconnect

let world: World
beforeEach(async () => {
  world = await openWorld({ botTickSeconds: 0.3, operatorIds: ['99'] })
  world.telegram.user({ id: 99, firstName: 'Oliver', started: true })
  await linkKey(world)
  await holdBitcoin(world)
})
afterEach(() => world.close())

/** Writes the step of the exit as another version of Undock would have, and starts this one on it. */
async function restartAt(step: string): Promise<void> {
  await world.app.stop()
  const statement = `update saga set step = '${step}' where kind = 'disconnect-key'`
  if (world.database.kind === 'postgres') {
    await queryOften(world.database.url.reveal(), statement)
  } else {
    const file = new Sqlite(world.database.path)
    file.exec(statement)
    file.close()
  }
  await world.restart()
}

/** An exit that waits for its trader, and then stands at a step that this version does not know. */
async function park(): Promise<void> {
  const { alice, exchange } = world
  exchange.setPrice('BTC/USDT', '58900')
  await reachPlan(world)
  exchange.setPrice('BTC/USDT', '58300')
  await tap(alice, 'Disconnect now', 'exit-question')
  await restartAt(STEP)
  await alice.until({ screen: 'exit-progress', text: waiting.parked.text })
}

function saga() {
  return rows<{ step: string; status: string; tries: number }>(
    world,
    "select step, status, tries from saga where kind = 'disconnect-key'",
  )
}

test('an exit at a step that this version does not know stands still, says so, and goes on under one that does', async () => {
  const { alice, clock, log, telegram } = world
  const oliver = telegram.user({ id: 99, firstName: 'Oliver' })
  await park()

  expect(await saga()).toEqual([{ step: STEP, status: 'parked', tries: 0 }])
  clock.advance(61)
  const told = await oliver.until({ screen: 'host-saga-parked', text: STEP })
  expect(told.text).toContain('disconnect-key')
  clock.advance(61)
  clock.advance(3_600)
  await eventually(() => log.filter((line) => line.includes('saga-parked')).length >= 2)
  expect(oliver.messages().filter(({ text }) => text.includes(STEP))).toHaveLength(1)
  expect(soldByUs(world, 'BTC/USDT').toFixed()).toBe('0')

  await restartAt('check')
  await tap(alice, 'Keep', 'exit-receipt')
}, 40_000)

test('a parked exit can be stopped: the key stays and the bots are paused', async () => {
  const { alice } = world
  await park()

  await tap(alice, 'Stop', 'exit-stopped')

  expect(await saga()).toEqual([{ step: 'stop', status: 'done', tries: 0 }])
}, 40_000)

test('a parked exit can be ended by erasing the key', async () => {
  const { alice } = world
  await park()

  await tap(alice, 'Erase now', { screen: 'exit-progress', text: progress.keyErased('').text })

  await eventually(async () => (await saga())[0]?.status === 'done')
  const keys = await rows(world, 'select status, sealed_credentials from exchange_key')
  expect(keys).toEqual([{ status: 'unlinked', sealed_credentials: null }])
}, 40_000)

test('the doctor names a parked exit', async () => {
  await park()
  await world.app.stop()

  const database = onPostgres
    ? openPostgresAt(world.environment['DATABASE_URL'] ?? '', async () => undefined)
    : openSqlite(pathOf(world))
  const findings = await workFindings(database.db, world.clock.now())
  if (!onPostgres) await database.close()

  const looks = findings.filter(({ cure }) => cure !== undefined)
  expect(looks.map(({ says }) => says).join()).toMatch(/^disconnect-key at step hover since .*saga/)
}, 40_000)
