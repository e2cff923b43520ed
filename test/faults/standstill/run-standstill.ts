import { Tally } from '../storm/tally.ts'
import { Dice } from '../world/dice.ts'
import { BOB, prepare, resume, type Snapshot } from '../world/scenario.ts'
import { CALM, type Script } from '../world/script.ts'
import { listBroken, type Told } from './laws.ts'
import { Met } from './met.ts'
import { draw, failureOf, fateOf, type LastingTrouble, type StandstillPlan } from './plan.ts'

const OPERATOR = '99'

let snapshot: Promise<Snapshot> | undefined

/** Lives through troubles that last, and holds what was told against what should have been. */
export async function runStandstill(
  seed: number,
): Promise<{ violations: string[]; tally: Tally; plan: StandstillPlan; told: Told[] }> {
  snapshot ??= prepare({
    kind: 'disconnect',
    positions: 3,
    decision: 'all',
    from: 'start',
    bob: true,
  })
  const here = await snapshot
  const plan = draw(seed, new Dice(seed, 'standstill'))
  const dice = new Dice(seed, 'fates of a standstill')
  const start = here.at.getTime()
  const met = new Met((apiKey) => world.floor.keys.get(apiKey).account)
  const age = () => world.time.ms - start
  const script: Script = {
    ...CALM,
    exchangeFate(request) {
      const onMet = (trouble: LastingTrouble) => met.note(trouble, request.apiKey, age())
      return fateOf(plan.troubles, request, { age: age(), dice, onMet })
    },
    databaseFault: (sql) => failureOf(plan.troubles, sql, age()),
  }
  const { tickSeconds, hostDown } = plan
  const world = resume(here, script, { seed, tickSeconds, operatorIds: [OPERATOR] })
  if (plan.bobIsIdle) {
    world.database.rows(
      "update trading_bot set status = 'paused' where user_id = ? returning id",
      String(BOB),
    )
  }
  if (hostDown !== undefined) {
    world.time.after(hostDown.from, () => world.life?.end())
    world.time.after(hostDown.to, () => world.begin())
  }
  world.begin()
  await world.run(start + plan.lasts)

  const told = world.database
    .rows<{ user_id: string; body: string; created_at: string }>(
      'select user_id, body, created_at from notice order by created_at',
    )
    .map(({ user_id: userId, body, created_at: at }) => {
      const { kind, cause } = JSON.parse(body) as { kind: string; cause?: string }
      return { userId, kind, cause, at: new Date(at).getTime() - start }
    })
  const tally = new Tally()
  for (const { kind } of plan.troubles) tally.count(kind)
  for (const { kind } of told) tally.count(`told: ${kind}`)
  world.close()
  const broken = listBroken(plan, { told, met, operator: OPERATOR })
  return { violations: [...broken, ...world.violations], tally, plan, told }
}
