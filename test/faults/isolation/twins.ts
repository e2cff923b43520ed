import { prepareGround, marketAtStart, type Ground } from '../histories/ground.ts'
import type { Tally } from '../storm/tally.ts'
import { Dice } from '../world/dice.ts'
import { EXIT, live, type BotRecord } from './live.ts'
import { BOUND_MS, draw, EXIT_BOUND_MS, type IsolationPlan } from './plan.ts'

/** What a pair of runs came to. */
export interface TwinOutcome {
  violations: string[]
  tally: Tally
  plan: IsolationPlan
  /** What happened in the troubled run, where it was traced. */
  events: readonly string[]
}

let ground: Promise<Ground> | undefined

/**
 * Runs one plan twice, with its troubles and without. Whatever has no trouble of its own must have done the
 * same in both: intents, amounts, fills, books, and what an exit made of it.
 */
export async function runTwins(seed: number, { traced = false } = {}): Promise<TwinOutcome> {
  ground ??= prepareGround()
  const here = await ground
  const plan = draw(seed, new Dice(seed, 'isolation'), marketAtStart(here))
  const alone = await live(here, plan, { troubled: false, traced: false })
  alone.world.close()
  const beside = await live(here, plan, { troubled: true, traced })
  const { world, tally } = beside
  world.close()
  const touched = new Set(plan.troubles.map(({ symbol }) => symbol))
  const violations = alone.records.flatMap((record, i) => {
    const other = beside.records[i]
    if (other === undefined || touched.has(record.symbol)) return []
    return differences(record, other)
  })
  const stumbles = world.log
    .filter((line) => /"(TypeError|RangeError|ReferenceError|SyntaxError)"/.test(line))
    .map((line) => `the program stumbled: ${line}`)
  tally.count('trades', world.floor.store.listTrades('alice').length)
  return {
    violations: [...violations, ...stumbles, ...world.violations],
    tally,
    plan,
    events: world.events ?? [],
  }
}

function differences(alone: BotRecord, beside: BotRecord): string[] {
  const { symbol } = alone
  const texts = (record: BotRecord) => record.intents.map(({ text }) => text).toSorted()
  return [
    ...unlike(`${symbol}: state`, [alone.state], [beside.state]),
    ...unlike(`${symbol}: intents`, texts(alone), texts(beside)),
    ...unlike(`${symbol}: fills`, alone.fills, beside.fills),
    ...unlike(`${symbol}: position`, [alone.position], [beside.position]),
    ...unlike(`${symbol}: exit`, alone.exit, beside.exit),
    ...unlike(`${symbol}: orders at the exchange`, alone.atExchange, beside.atExchange),
    ...late(alone, beside),
  ]
}

function unlike(what: string, alone: readonly string[], beside: readonly string[]): string[] {
  if (alone.join('\n') === beside.join('\n')) return []
  const only = (these: readonly string[], those: readonly string[]) =>
    these.filter((one) => !those.includes(one)).slice(0, 3)
  const [without, withIt] = [only(alone, beside), only(beside, alone)]
  return [`${what} differ: without ${JSON.stringify(without)}, with ${JSON.stringify(withIt)}`]
}

/** What is done at another time is done within the bound. */
function late(alone: BotRecord, beside: BotRecord): string[] {
  const byText = ({ intents }: BotRecord) =>
    intents.toSorted((a, b) => (a.text < b.text ? -1 : 1) || a.sentAt - b.sentAt)
  const others = byText(beside)
  return byText(alone).flatMap(({ text, sentAt }, i) => {
    const other = others[i]
    const bound = text.startsWith(EXIT) ? EXIT_BOUND_MS : BOUND_MS
    if (other?.text !== text || Math.abs(other.sentAt - sentAt) <= bound) return []
    const seconds = Math.round((other.sentAt - sentAt) / 1000)
    return [`${alone.symbol}: ${text} was sent ${seconds} s later`]
  })
}
