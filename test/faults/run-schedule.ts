import { judge } from './invariants/afterwards.ts'
import { Watch } from './invariants/watch.ts'
import type { Schedule } from './storm/forecast.ts'
import type { Scene } from './storm/happenings.ts'
import { Storm } from './storm/storm.ts'
import { Tally } from './storm/tally.ts'
import { Trader } from './trader/trader.ts'
import { Dice } from './world/dice.ts'
import { prepare, resume, type Scenario, type Snapshot } from './world/scenario.ts'
import type { World } from './world/world.ts'

/** What a schedule came to. */
export interface Outcome {
  violations: string[]
  tally: Tally
  /** The database and the chat as they were left, as text. */
  fingerprint: string
  /** Virtual seconds until all was over. */
  seconds: number
  world: World
}

/** Faults are over by then; whatever is open must end. */
const LIVENESS_MS = 10 * 60_000
/** Notices and last writes settle. */
const GRACE_MS = 6_000

const snapshots = new Map<string, Promise<Snapshot>>()

/** A scenario is prepared once for each process. */
function snapshotOf(scenario: Scenario): Promise<Snapshot> {
  const name = JSON.stringify(scenario)
  const known = snapshots.get(name) ?? prepare(scenario)
  snapshots.set(name, known)
  return known
}

/** Runs one schedule from its snapshot to its end, and judges it. */
export async function runSchedule(schedule: Schedule, { traced = false } = {}): Promise<Outcome> {
  const { seed, scenario, calmAfter, forecast, temper, tickSeconds } = schedule
  const snapshot = await snapshotOf(scenario)
  const tally = new Tally()
  const dice = new Dice(seed, 'run')
  const apiKey = snapshot.keys[0]?.apiKey ?? ''
  const watch = new Watch({ apiKey, keyId: snapshot.keyId, tally })
  const start = snapshot.at.getTime()
  const age = () => (storm.world?.time.ms ?? start) - start
  const storm = new Storm({
    forecast,
    dice: dice.for('storm'),
    tally,
    ears: watch.ears,
    age,
    calmAfter,
  })
  const world = resume(snapshot, storm, { seed, tickSeconds })
  if (traced) world.events = []
  storm.world = world
  watch.world = world
  world.database.hear(watch.hear)
  const scene: Scene = {
    world,
    dice: dice.for('scene'),
    symbols: snapshot.symbols,
    apiKey,
  }
  for (const { at, happening } of schedule.happenings) {
    world.time.after(at, () => {
      if (age() >= calmAfter) return
      tally.count(happening.name)
      world.note(happening.name)
      happening.act(scene)
    })
  }
  for (const { at, symbol, trouble, stays } of schedule.troubles) {
    const begin = () => {
      if (age() >= calmAfter) return
      tally.count(trouble.name)
      world.note(`${symbol}: ${trouble.name}`)
      const course = trouble.start({ world, symbol, dice: dice.for(`trouble at ${at}`) })
      storm.courses.add(course)
      world.time.after(start + calmAfter - world.time.ms, () => {
        storm.courses.delete(course)
        if (!stays) course.end?.()
      })
    }
    if (at === 'crash') storm.afterDeath = begin
    else world.time.after(at, begin)
  }
  world.time.after(calmAfter, () => {
    for (const { happening } of schedule.happenings) happening.undo?.(scene)
  })
  const trader = new Trader({
    world,
    scenario,
    temper,
    dice: dice.for('trader'),
    tally,
    apiKey,
    doubles: () => storm.doubles(),
  })
  world.begin()

  const end = start + calmAfter + LIVENESS_MS
  const over = await world.run(end, () => trader.satisfied && isOver(world))
  trader.rest()
  if (over) await world.run(world.time.ms + GRACE_MS)
  else world.violations.push(`liveness: ${whatIsOpen(world, trader)}`)
  const databaseFaults = forecast.busyRate > 0 || forecast.full !== undefined
  const broken = judge({ world, snapshot, watch, storm, trader, databaseFaults })
  if (over && broken.length === 0 && seed % 6 === 0) await startAgain(world, storm)
  const violations = [...new Set([...world.violations, ...broken])]
  const fingerprint = [stateOf(world), said(world), world.time.ms].join()
  world.close()
  return { violations, tally, fingerprint, seconds: age() / 1000, world }
}

/** I20: with nothing to do, a start changes nothing and says nothing. */
async function startAgain(world: World, storm: Storm): Promise<void> {
  // A bot that goes on trading, and a reminder that waits, are something to do.
  const busy = world.database.rows(
    `select id from trading_bot where status in ('running', 'paused', 'failed')
     union all select id from saga where status <> 'done'`,
  )
  if (busy.length > 0 || !storm.calm) return
  const before = [stateOf(world), said(world)]
  world.life?.end()
  await world.run(world.time.ms + 15_000)
  const after = [stateOf(world), said(world)]
  if (before.join() !== after.join())
    world.violations.push('I20: a start with nothing to do did something')
}

function stateOf({ database }: World): string {
  const tables = [
    'saga',
    'exit_plan',
    'exit_position',
    'trade_order',
    'fill',
    'notice',
    'kept_position',
    'hand_work',
    'trading_bot',
  ]
  return JSON.stringify(tables.map((table) => database.rows(`select * from ${table}`)))
}

function said({ telegram }: World): number {
  return telegram.calls.list().filter(({ method }) => /^(send|edit)/.test(method)).length
}

/** Nothing is left to do, by the database alone. */
function isOver(world: World): boolean {
  return openThings(world).length === 0
}

function openThings({ database, telegram }: World): string[] {
  const waiting = telegram.updates.size > 0 ? ['an update at Telegram'] : []
  const rows = database
    .rows<{ what: string }>(
      `select 'saga at ' || step as what from saga where status <> 'done' and kind <> 'dead-key'
       union all select 'notice' from notice where status = 'due'
       union all select 'update' from inbox where body <> ''`,
    )
    .map(({ what }) => what)
  return [...rows, ...waiting]
}

function whatIsOpen(world: World, trader: Trader): string {
  const person = trader.satisfied ? [] : ['the trader was told nothing']
  return [...openThings(world), ...person].join(', ')
}
