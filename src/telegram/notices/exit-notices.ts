import type { Big } from 'big.js'
import { getKey } from '../../keys/key-repo.ts'
import { getPlan, listExitPositions } from '../../sagas/exit-plan-repo.ts'
import type { ExitPlan } from '../../sagas/exit-plan.ts'
import { listHandWork } from '../../sagas/hand-work-repo.ts'
import { listKept } from '../../sagas/kept-repo.ts'
import { findSagaOfKey } from '../../sagas/saga-repo.ts'
import { getBot } from '../../trading-bots/bot-repo.ts'
import { listFills, listFillsOfOrders, type Fill } from '../../trading/fill-repo.ts'
import { listOrdersOfBots, listOrdersOfPlan } from '../../trading/order-repo.ts'
import type { Order } from '../../trading/order.ts'
import { positionOf } from '../../trading/position.ts'
import { issueButton } from '../button-repo.ts'
import type { Deps } from '../deps.ts'
import { baseOf, quoteOf } from '../disconnect/exit-words.ts'
import {
  progressView,
  questionClosedView,
  questionView,
  receiptView,
} from '../disconnect/progress-views.ts'
import { button, html, lines, type View } from '../view.ts'

/** A question may be answered for this long; the next one then has a fresh price. */
const QUESTION_SECONDS = 24 * 3_600
/** Failed tries in a row before the progress message says that the exchange does not answer. */
const WAITING_AFTER = 2

/** How far an exit is, from the database. */
export async function progressOf(deps: Deps, planId: string): Promise<View> {
  const plan = await getPlan(deps.db, planId)
  const key = await getKey(deps.db, plan.keyId)
  const positions = await listExitPositions(deps.db, planId)
  const saga = await findSagaOfKey(deps.db, plan.keyId)
  const waiting = saga?.subjectId === planId && saga.tries >= WAITING_AFTER
  const offersErase = waiting && plan.kind === 'disconnect' && plan.status === 'running'
  const progress = {
    plan,
    name: await nameOf(deps, plan),
    orders: await cancelledOf(deps, plan),
    positions,
    keyErased: key.status === 'unlinked',
    waiting,
    asked: positions.filter(({ outcome }) => outcome === 'asked').length,
  }
  return progressView(
    progress,
    offersErase ? await issue(deps, plan, 'erase-running', 0) : undefined,
  )
}

/** A question about one position; undefined when it has been answered already. */
export async function questionOf(
  deps: Deps,
  notice: { planId: string; botId: string; round: number },
): Promise<View> {
  const { planId, botId, round } = notice
  const plan = await getPlan(deps.db, planId)
  const one = (await listExitPositions(deps.db, planId)).find(
    (position) => position.botId === botId,
  )
  if (one === undefined || one.outcome !== 'asked' || one.round !== round) {
    return questionClosedView(one?.symbol ?? 'A position')
  }
  const held = positionOf(
    await listFills(deps.db, [botId]),
    baseOf(one.symbol),
    quoteOf(one.symbol),
  )
  return questionView(one, held.amount, {
    sell: await issue(deps, plan, `sell:${botId}`, round),
    keep: await issue(deps, plan, `keep:${botId}`, round),
  })
}

export async function receiptOf(deps: Deps, planId: string): Promise<View> {
  const plan = await getPlan(deps.db, planId)
  const orders = await listOrdersOfPlan(deps.db, planId)
  const fills = await listFillsOfOrders(
    deps.db,
    orders.map((order) => order.id),
  )
  return receiptView({
    plan,
    name: await nameOf(deps, plan),
    key: await getKey(deps.db, plan.keyId),
    cancelled: (await cancelledOf(deps, plan)).cancelled,
    positions: await listExitPositions(deps.db, planId),
    fills,
    realized: await realizedBy(deps, orders, fills),
    kept: await listKept(deps.db, { userId: plan.userId, planId }),
    handWork: plan.facts.byHand === undefined ? [] : await listHandWork(deps.db, plan.keyId),
  })
}

/** The state after a `Stop`. */
export async function stoppedOf(deps: Deps, planId: string): Promise<View> {
  const plan = await getPlan(deps.db, planId)
  const { ended, all } = await cancelledOf(deps, plan)
  const orders = await listOrdersOfPlan(deps.db, planId)
  const sold = new Set(orders.filter(({ filled }) => filled.gt(0)).map(({ botId }) => botId))
  return {
    text: lines(
      html`⏹ <b>Stopped.</b> Cancelled ${ended} of ${all} orders, sold from ${sold.size} positions. What was not sent stays as it is.`,
      html`The key is still linked and the bots are paused. Look at them before you resume: what was sold is gone from their books.`,
    ),
    keyboard: [
      [button('Resume the bots', `bots:resume:${plan.keyId}`), button('Bots', 'bots')],
      [button('Disconnect again', `dc:key:${plan.keyId}`)],
    ],
  }
}

async function nameOf({ db }: Deps, plan: ExitPlan): Promise<string> {
  return plan.botId === undefined
    ? (await getKey(db, plan.keyId)).label
    : (await getBot(db, plan.botId)).name
}

async function cancelledOf(
  { db }: Deps,
  plan: ExitPlan,
): Promise<{ ended: number; cancelled: number; all: number }> {
  const ids = new Set(plan.facts.orderIds)
  const orders = (await listOrdersOfBots(db, plan.facts.botIds ?? [])).filter(({ id }) =>
    ids.has(id),
  )
  const live = orders.filter(({ status }) => status === 'open' || status === 'sent').length
  return {
    all: orders.length,
    ended: orders.length - live,
    cancelled: orders.filter(({ status }) => status === 'cancelled').length,
  }
}

/** What each bot's position realized by the plan's own sales: after them, less before them. */
async function realizedBy(
  { db }: Deps,
  orders: readonly Order[],
  fills: readonly Fill[],
): Promise<Map<string, Big>> {
  const realized = new Map<string, Big>()
  const closing = new Set(fills.map((fill) => fill.id))
  for (const botId of new Set(orders.map((order) => order.botId))) {
    const all = await listFills(db, [botId])
    const symbol = all[0]?.symbol ?? ''
    const before = all.filter((fill) => !closing.has(fill.id))
    const of = (some: Fill[]) => positionOf(some, baseOf(symbol), quoteOf(symbol)).realized
    realized.set(botId, of(all).minus(of(before)))
  }
  return realized
}

function issue(deps: Deps, plan: ExitPlan, action: string, round: number): Promise<string> {
  return issueButton(
    deps,
    { userId: plan.userId, action, subjectId: plan.id, subjectVersion: round },
    QUESTION_SECONDS,
  )
}
