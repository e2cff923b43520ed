import type { Outcome } from '../run-schedule.ts'
import { Storm } from '../storm/storm.ts'
import { Tally } from '../storm/tally.ts'
import { Dice } from '../world/dice.ts'
import { Life } from '../world/life.ts'
import { marketAtStart, prepareGround, settle, type Ground } from './ground.ts'
import type { Stage } from './happenings.ts'
import { draw } from './history.ts'
import { alwaysBroken, finallyBroken } from './laws.ts'

/** Once the faults are over, this long is looked on before it is judged for the first time. */
const CALM_MS = 90_000
/** By then whatever is unknown must be resolved, and what was held off tried again. */
const MOST_CALM_MS = 20 * 60_000

let ground: Promise<Ground> | undefined

/** Runs one history from the first tick to its calm end, and judges it. */
export async function runHistory(seed: number, { traced = false } = {}): Promise<Outcome> {
  ground ??= prepareGround()
  const here = await ground
  const history = draw(seed, new Dice(seed, 'history'), marketAtStart(here))
  const dice = new Dice(seed, 'run of a history')
  const tally = new Tally()
  const start = here.at.getTime()
  const calmAfter = history.steps.reduce((sum, { seconds }) => sum + seconds * 1000, 0)
  const age = () => (storm.world?.time.ms ?? start) - start
  const storm = new Storm({
    forecast: history.forecast,
    dice: dice.for('storm'),
    tally,
    ears: {
      onSent: ({ kind }) => tally.count(`request ${kind}`),
      onArrived: () => undefined,
      onRefused: (_request, { answer }) =>
        storm.world?.note(`exchange refuses: ${answer.status} ${answer.body.slice(0, 80)}`),
    },
    age,
    calmAfter,
  })
  const { world, bots } = await settle(here, storm, history)
  if (traced) world.events = [JSON.stringify(history.bots)]
  storm.world = world
  const stage: Stage = { world, dice: dice.for('stage'), bots }
  const broken = new Set<string>()
  const check = () => {
    for (const what of alwaysBroken(world)) {
      if (!broken.has(what)) world.note(`BROKEN ${what}`)
      broken.add(what)
    }
  }
  for (const { from, to, symbol, trouble } of history.troubles) {
    world.time.after(from, () => {
      tally.count(trouble.name)
      world.note(`${symbol}: ${trouble.name}`)
      const course = trouble.start({ world, symbol, dice: dice.for(`trouble at ${from}`) })
      storm.courses.add(course)
      world.time.after(to - from, () => {
        storm.courses.delete(course)
        course.end?.()
      })
    })
  }
  world.begin()
  for (const { seconds, moves, happening } of history.steps) {
    await world.run(world.time.ms + seconds * 1000)
    for (const [symbol, factor] of Object.entries(moves)) world.floor.movePrice(symbol, factor)
    if (happening !== undefined) {
      tally.count(happening.name)
      world.note(happening.name)
      happening.act(stage)
    }
    check()
  }
  world.floor.resumeHalted()
  const { db } = world.database.open(new Life(world.time, () => false))
  const end = world.time.ms + MOST_CALM_MS
  let left: string[]
  do {
    await world.run(world.time.ms + CALM_MS)
    check()
    left = await finallyBroken(world, db, here.keyId)
  } while (left.length > 0 && world.time.ms < end)
  for (const what of left) broken.add(what)
  const violations = [...new Set([...world.violations, ...broken])]
  const trades = world.floor.store.listTrades('alice').length
  tally.count('trades', trades)
  const fingerprint = JSON.stringify([
    world.database.rows('select * from trade_order'),
    world.database.rows('select * from trading_bot'),
  ])
  world.close()
  return { violations, tally, fingerprint, seconds: age() / 1000, world }
}
