import type { ExitPlan, ExitPosition } from '../../sagas/exit-plan.ts'
import { BLANK, button, lines, type Html, type View } from '../view.ts'
import type { Words } from '../words.ts'
import { titleOf } from './decision-views.ts'
import { baseOf, capped } from './exit-words.ts'

/** How far a plan is, by what the database knows. */
export interface Progress {
  plan: ExitPlan
  name: string
  /** Orders that were ours when it began, and how many of them have ended. */
  orders: { ended: number; all: number }
  positions: readonly ExitPosition[]
  keyErased: boolean
  /** What holds it up, in words. */
  waiting: Html | undefined
  /** `Stop` was pressed, and what is on its way is being looked up. */
  stopping: boolean
  /** Bots whose question was answered with `Wait`. */
  toldToWait: ReadonlySet<string>
}

/** The one message of an exit that is edited as it goes on. */
export function progressView(
  words: Words,
  progress: Progress,
  eraseToken: string | undefined,
): View {
  const { progress: w } = words.disconnect
  const { plan, name, orders, positions, keyErased, waiting, toldToWait, stopping } = progress
  const wanted = positions.filter((one) => one.decision === 'close' || wasKeptUnsold(one))
  const sold = wanted.filter(({ outcome }) => outcome === 'sold')
  const isOver = wanted.every(({ outcome }) => outcome !== undefined && outcome !== 'asked')
  const asked = positions.filter(
    ({ outcome, botId }) => outcome === 'asked' && !toldToWait.has(botId),
  )
  const runs = plan.status === 'running'
  return {
    kind: 'exit-progress',
    text: lines(
      w.head(titleOf(words, plan, name), plan.status),
      BLANK,
      w.cancelled(tick(orders.ended === orders.all), orders.ended, orders.all),
      w.sold(tick(isOver), sold.length, wanted.length),
      ...capped(
        words,
        positions.flatMap((one) => unsoldLine(words, one, progress) ?? []),
      ),
      runs ? w.checking(tick(false)) : w.checked(tick(true)),
      plan.kind === 'disconnect' ? keyLine(words, plan, keyErased) : undefined,
      asked.length > 0 ? w.questions(asked.length) : undefined,
      stopping && runs ? w.stopping : undefined,
      waiting && runs ? w.waits(waiting) : undefined,
    ),
    keyboard: runs
      ? [
          ...(stopping ? [] : [[button(w.stop, `x:${plan.id}:stop`)]]),
          ...(eraseToken === undefined ? [] : [[button(w.erase, `t:${eraseToken}`, 'danger')]]),
        ]
      : [],
  }
}

function keyLine({ disconnect: { progress: w } }: Words, plan: ExitPlan, erased: boolean): Html {
  if (erased) return w.keyErased(tick(true))
  const sealed = plan.checkDead && plan.status === 'done'
  return sealed ? w.keySealed(tick(false)) : w.keyNotErased(tick(false))
}

function tick(done: boolean): string {
  return done ? '✅' : '▫️'
}

/** The trader wanted it sold, and chose to keep it when that could not be. */
function wasKeptUnsold({ decision, outcome, cause }: ExitPosition): boolean {
  return decision === 'keep' && outcome !== 'asked' && cause !== undefined && outcome !== 'unlisted'
}

/** A position that is not sold although it was to be, or can't be. */
function unsoldLine(
  { disconnect: { progress, causes } }: Words,
  one: ExitPosition,
  { plan: { facts, status }, toldToWait }: Progress,
): Html | undefined {
  const { unsold: w } = progress
  const base = baseOf(one.symbol)
  const why = one.cause && causes[one.cause]
  switch (one.outcome) {
    case 'unlisted':
      return w.unlisted(base)
    case 'asked':
      return toldToWait.has(one.botId) ? w.waits(base, why) : w.asked(base, why)
    case 'left':
      return w.left(base, why)
    case 'dust':
      return one.decision === 'close' ? w.tooSmall(base) : undefined
    case 'kept':
      return wasKeptUnsold(one) ? w.kept(base, why) : undefined
    case undefined: {
      const isHeldUp = status === 'running' && facts.heldUp?.[one.botId] !== undefined
      return isHeldUp ? w.heldUp(base) : undefined
    }
    case 'sold':
    case 'missing':
      return undefined
  }
}
