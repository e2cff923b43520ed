import type { ExitPlan, ExitPosition } from '../../sagas/exit-plan.ts'
import { count } from '../format.ts'
import { BLANK, button, html, lines, type Html, type View } from '../view.ts'
import { CAUSES } from './cause-words.ts'
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
  asked: number
}

/** The one message of an exit that is edited as it goes on. */
export function progressView(progress: Progress, eraseToken: string | undefined): View {
  const { plan, name, orders, positions, keyErased, waiting, asked, stopping } = progress
  const wanted = positions.filter((one) => one.decision === 'close' || wasKeptUnsold(one))
  const sold = wanted.filter(({ outcome }) => outcome === 'sold')
  const isOver = wanted.every(({ outcome }) => outcome !== undefined && outcome !== 'asked')
  const runs = plan.status === 'running'
  return {
    kind: 'exit-progress',
    text: lines(
      html`<b>${titleOf(plan, name)}</b>${HEADS[plan.status]}`,
      BLANK,
      html`${tick(orders.ended === orders.all)} cancelled ${orders.ended} of ${orders.all}`,
      html`${tick(isOver)} sold ${sold.length} of ${wanted.length}`,
      ...capped(positions.flatMap((one) => unsoldLine(one, plan) ?? [])),
      html`${tick(!runs)} ${runs ? 'checking' : 'checked'}`,
      plan.kind === 'disconnect'
        ? html`${tick(keyErased)} ${keyWords(plan, keyErased)}`
        : undefined,
      asked > 0 ? html`❓ ${count(asked, 'question')} for you below.` : undefined,
      stopping && runs
        ? html`⏹ Stopping: nothing more is sent. I am looking up what is on its way.`
        : undefined,
      waiting && runs ? html`⏳ ${waiting}` : undefined,
    ),
    keyboard: runs
      ? [
          ...(stopping ? [] : [[button('Stop', `x:${plan.id}:stop`)]]),
          ...(eraseToken === undefined
            ? []
            : [[button('Erase now, I finish by hand', `t:${eraseToken}`, 'danger')]]),
        ]
      : [],
  }
}

const HEADS = {
  draft: '',
  running: ': under way',
  stopped: ': stopped',
  done: ': done',
  left: ': left',
} as const satisfies Record<ExitPlan['status'], string>

function keyWords(plan: ExitPlan, erased: boolean): string {
  if (erased) return 'key erased'
  return plan.checkDead && plan.status === 'done' ? 'key sealed' : 'key not erased yet'
}

function tick(done: boolean): string {
  return done ? '✅' : '▫️'
}

/** The trader wanted it sold, and chose to keep it when that could not be. */
function wasKeptUnsold({ decision, outcome, cause }: ExitPosition): boolean {
  return decision === 'keep' && outcome !== 'asked' && cause !== undefined && outcome !== 'unlisted'
}

/** A position that is not sold although it was to be, or can't be. */
function unsoldLine(one: ExitPosition, { facts, status }: ExitPlan): Html | undefined {
  const base = baseOf(one.symbol)
  const why = one.cause === undefined ? '' : `: ${CAUSES[one.cause]}`
  switch (one.outcome) {
    case 'unlisted':
      return html`   • ${base}: can’t be sold here any more, kept on record`
    case 'asked':
      return html`   • ${base} waits for your answer${why}`
    case 'left':
      return html`   • ${base}: you look after it yourself${why}`
    case 'dust':
      return one.decision === 'close' ? html`   • ${base}: too small to sell` : undefined
    case 'kept':
      return wasKeptUnsold(one) ? html`   • ${base}: kept${why}` : undefined
    case undefined: {
      const isHeldUp = status === 'running' && facts.heldUp?.[one.botId] !== undefined
      return isHeldUp ? html`   • ${base} waits for word about its orders` : undefined
    }
    case 'sold':
    case 'missing':
      return undefined
  }
}
