import type { Big } from 'big.js'
import type { ExitPlan, ExitPosition } from '../../sagas/exit-plan.ts'
import { count, exact, price, signedMoney } from '../format.ts'
import { BLANK, button, html, lines, note, type Html, type View } from '../view.ts'
import { titleOf } from './decision-views.ts'
import { baseOf, quoteOf } from './exit-words.ts'

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
  const closing = positions.filter(({ decision }) => decision === 'close')
  const ended = closing.filter(({ outcome }) => outcome !== undefined && outcome !== 'asked')
  const runs = plan.status === 'running'
  return {
    kind: 'exit-progress',
    text: lines(
      html`<b>${titleOf(plan, name)}</b>${HEADS[plan.status]}`,
      BLANK,
      html`${tick(orders.ended === orders.all)} cancelled ${orders.ended} of ${orders.all}`,
      html`${tick(ended.length === closing.length)} sold ${ended.length} of ${closing.length}`,
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

/** What the floor did not let through, or what grew by a late fill. */
export function questionView(
  one: ExitPosition,
  left: Big,
  tokens: { sell: string; keep: string },
): View {
  const quote = quoteOf(one.symbol)
  return {
    kind: 'exit-question',
    text: lines(
      html`❓ <b>${exact(left)} ${baseOf(one.symbol)}</b> ${left.eq(1) ? 'is' : 'are'} not sold. What now?`,
      html`Either the price is under what you agreed to, or too few buy at it, or more was bought before the last order was cancelled.`,
      one.priceShown.eq(0)
        ? html`Nobody buys it just now; average cost ${price(one.averageCost)} ${quote}.`
        : html`Now about ${price(one.priceShown)} ${quote}; average cost ${price(one.averageCost)} ${quote}.`,
      html`“Sell” sells at the price on the button or better, never lower. Nothing happens until you choose; buying has stopped.`,
    ),
    keyboard: [
      [
        button(
          `Sell at ${exact(one.floor)} (${signedMoney(one.profitShown, quote)})`,
          `t:${tokens.sell}`,
          one.profitShown.lt(0) ? 'danger' : 'success',
        ),
      ],
      [button('Keep', `t:${tokens.keep}`)],
    ],
  }
}

export function questionClosedView(symbol: string): View {
  return note('exit-question-closed', html`${symbol}: this question is answered.`)
}
