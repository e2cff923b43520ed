import { Big } from 'big.js'
import { EXCHANGE_FACTS } from '../../exchange/adapters/registry.ts'
import { getKey } from '../../keys/key-repo.ts'
import type { Key } from '../../keys/key.ts'
import { getPlan, listExitPositions } from '../../sagas/exit-plan-repo.ts'
import type { ExitPlan, ExitPosition } from '../../sagas/exit-plan.ts'
import { answerName, questionId, type Answer } from '../../sagas/exit-question.ts'
import { listHandWork } from '../../sagas/hand-work-repo.ts'
import { listKept } from '../../sagas/kept-repo.ts'
import { listMovable } from '../../sagas/left-bots.ts'
import { findSagaOfKey, listAnswers } from '../../sagas/saga-repo.ts'
import { getBot } from '../../trading-bots/bot-repo.ts'
import { positionsOf } from '../../trading-bots/positions.ts'
import { listFills, listFillsOfOrders, type Fill } from '../../trading/fill-repo.ts'
import { countOrders, listOrdersOfPlan, listUnsettled } from '../../trading/order-repo.ts'
import { LIVE, type Order } from '../../trading/order.ts'
import { positionOf } from '../../trading/position.ts'
import { issueButton, type Action } from '../button-repo.ts'
import type { Deps } from '../deps.ts'
import { baseOf, quoteOf } from '../disconnect/exit-words.ts'
import { progressView } from '../disconnect/progress-views.ts'
import { answersTo, questionClosedView, questionView } from '../disconnect/question-view.ts'
import { receiptView } from '../disconnect/receipt-view.ts'
import { waitingLine } from '../disconnect/waiting.ts'
import type { Words } from '../words.ts'
import { fitKeys } from '../trading-bots/fit-keys.ts'
import { button, lines, type Html, type View } from '../view.ts'

/** A question's buttons live a little longer than it takes until it is asked anew. */
const QUESTION_SECONDS = 25 * 3_600
const NONE: ReadonlyMap<string, string> = new Map()

/** How far an exit is, from the database. */
export async function progressOf(deps: Deps, words: Words, planId: string): Promise<View> {
  const plan = await getPlan(deps.db, planId)
  const key = await getKey(deps.db, plan.keyId)
  const positions = await listExitPositions(deps.db, planId)
  const saga = await findSagaOfKey(deps.db, plan.keyId)
  const runs = saga?.subjectId === planId && plan.status === 'running'
  const answers = runs ? await listAnswers(deps.db, saga.id) : NONE
  const now = deps.clock.now()
  const waiting = runs ? waitingLine(words, key, saga, now) : undefined
  const offersErase = waiting !== undefined && plan.kind === 'disconnect'
  const progress = {
    plan,
    name: await nameOf(deps, plan),
    orders: await cancelledOf(deps, plan),
    positions,
    keyErased: key.status === 'unlinked',
    waiting,
    stopping: answers.has('stop'),
    toldToWait: new Set(
      positions.filter((one) => isToldToWait(answers, one)).map(({ botId }) => botId),
    ),
  }
  return progressView(
    words,
    progress,
    offersErase ? await issue(deps, plan, 'erase-running', 0) : undefined,
  )
}

/** Whether the trader answered its question with `Wait`. */
function isToldToWait(
  answers: ReadonlyMap<string, string>,
  { planId, botId, round }: ExitPosition,
): boolean {
  return answers.has(answerName(questionId(planId, botId, round), 'wait'))
}

/** A question about one position, or that it has been answered already. */
export async function questionOf(
  deps: Deps,
  words: Words,
  notice: { planId: string; botId: string; round: number },
): Promise<View> {
  const { planId, botId, round } = notice
  const plan = await getPlan(deps.db, planId)
  const one = (await listExitPositions(deps.db, planId)).find(
    (position) => position.botId === botId,
  )
  if (one === undefined || one.outcome !== 'asked' || one.round !== round) {
    return questionClosedView(words, one?.symbol)
  }
  const key = await getKey(deps.db, plan.keyId)
  const [held] = await positionsOf(deps.db, [await getBot(deps.db, botId)])
  const saga = await findSagaOfKey(deps.db, plan.keyId)
  const answers = saga === undefined ? NONE : await listAnswers(deps.db, saga.id)
  const waits = isToldToWait(answers, one)
  const tokens: Partial<Record<Answer, string>> = {}
  for (const answer of answersTo(one, waits)) {
    tokens[answer] = await issue(deps, plan, `${answer}:${botId}`, round)
  }
  return questionView(words, {
    position: one,
    left: held?.position.amount ?? new Big(0),
    exchange: EXCHANGE_FACTS[key.exchange].name,
    hasOrders: (await listUnsettled(deps.db, { keyId: key.id, botId })).length > 0,
    waits,
    tokens,
  })
}

export async function receiptOf(deps: Deps, words: Words, planId: string): Promise<View> {
  const plan = await getPlan(deps.db, planId)
  const orders = await listOrdersOfPlan(deps.db, planId)
  const fills = await listFillsOfOrders(
    deps.db,
    orders.map((order) => order.id),
  )
  const positions = await listExitPositions(deps.db, planId)
  const isLeft = plan.facts.byHand !== undefined || positions.some((p) => p.outcome === 'left')
  return receiptView(words, {
    plan,
    name: await nameOf(deps, plan),
    key: await getKey(deps.db, plan.keyId),
    cancelled: (await cancelledOf(deps, plan)).cancelled,
    positions,
    fills,
    realized: await realizedBy(deps, orders, fills),
    kept: await listKept(deps.db, planId),
    handWork: isLeft ? await listHandWork(deps.db, plan.keyId) : [],
    movable: await countMovable(deps, plan),
  })
}

/** None while there is no other key that could carry them. */
async function countMovable(deps: Deps, { id, userId }: ExitPlan): Promise<number> {
  const keys = await fitKeys(deps, userId)
  return keys.length === 0 ? 0 : (await listMovable(deps.db, userId, id)).length
}

/** The state after a `Stop`, or after the death of the key ended a removal. */
export async function stoppedOf(deps: Deps, words: Words, planId: string): Promise<View> {
  const plan = await getPlan(deps.db, planId)
  const { ended, all } = await cancelledOf(deps, plan)
  const orders = await listOrdersOfPlan(deps.db, planId)
  const sold = new Set(orders.filter(({ filled }) => filled.gt(0)).map(({ botId }) => botId))
  const key = await getKey(deps.db, plan.keyId)
  const { stopped: w } = words.disconnect.progress
  return {
    kind: 'exit-stopped',
    text: lines(w.text(all, ended, sold.size), afterStop(words, key, plan)),
    keyboard: isInUse(key)
      ? [
          [button(w.resume, `bots:resume:${plan.keyId}`), button(words.general.bots, 'bots')],
          plan.botId === undefined
            ? [button(w.disconnectAgain, `dc:key:${plan.keyId}`)]
            : [button(w.removeAgain, `bot:${plan.botId}:remove`)],
        ]
      : [],
  }
}

function afterStop({ disconnect }: Words, key: Key, { kind }: ExitPlan): Html {
  const { inUse, dead, followed } = disconnect.progress.stopped
  if (isInUse(key)) return inUse(kind)
  return key.health === 'dead' ? dead : followed
}

function isInUse({ status, health }: Key): boolean {
  return status === 'linked' && health !== 'dead'
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
  const counts = await countOrders(db, plan.facts.orderIds ?? [])
  const all = sum([...counts.values()])
  const live = sum(LIVE.map((status) => counts.get(status) ?? 0))
  return { all, ended: all - live, cancelled: counts.get('cancelled') ?? 0 }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
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

function issue(deps: Deps, plan: ExitPlan, action: Action, round: number): Promise<string> {
  return issueButton(
    deps,
    { userId: plan.userId, action, subjectId: plan.id, subjectVersion: round },
    QUESTION_SECONDS,
  )
}
