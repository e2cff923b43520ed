import { Composer } from 'grammy'
import { commit } from '../../queue/core.ts'
import { beginExit, type Begun } from '../../sagas/begin-exit.ts'
import { confirmLoss } from '../../sagas/decide.ts'
import { eraseNow } from '../../sagas/exit-by-hand.ts'
import { answerName, questionId, type Answer } from '../../sagas/exit-question.ts'
import { isPassing, type ExitPosition } from '../../sagas/exit-plan.ts'
import { getPlan, listExitPositions } from '../../sagas/exit-plan-repo.ts'
import { answerSaga, findSagaOfKey, listAnswers } from '../../sagas/saga-repo.ts'
import { pressButton, type DeadTap, type Pressed } from '../button-repo.ts'
import { tapOf, type Ctx } from '../context.ts'
import type { Deps } from '../deps.ts'
import { questionOf } from '../notices/exit-notices.ts'
import { answer, show } from '../screen.ts'
import { html, note, type Html } from '../view.ts'
import { begunView } from './decision-views.ts'
import { exitScreens } from './exit-screens.ts'
import { OUTDATED } from './own-draft.ts'

/** Buttons that move money or keys: each works once, for its owner, on what it was shown for. */
export function tokenFeature(deps: Deps): Composer<Ctx> {
  const feature = new Composer<Ctx>()
  const screens = exitScreens(deps)

  feature.callbackQuery(/^t:([\w-]+)$/, async (ctx) => {
    const pressed = await pressButton(deps, ctx.match[1] ?? '', VERBS, tapOf(ctx))
    if (typeof pressed === 'string') return answer(ctx, DEAD[pressed])
    switch (pressed.verb) {
      case 'realize':
        return realize(ctx, pressed)
      case 'exit':
        return begin(ctx, pressed, false)
      case 'exit-check':
        return begin(ctx, pressed, true)
      case 'erase':
        return erase(ctx, pressed)
      case 'erase-running':
        return eraseRunning(ctx, pressed)
      case 'sell':
      case 'keep':
      case 'wait':
      case 'look':
        return answerQuestion(ctx, pressed, pressed.verb)
    }
  })

  async function realize(ctx: Ctx, { subjectId, subjectVersion }: Pressed): Promise<void> {
    const plan = await getPlan(deps.db, subjectId)
    if (plan.version !== subjectVersion || !(await confirmLoss(deps, plan))) {
      return answer(ctx, OUTDATED)
    }
    await answer(ctx)
    await show(ctx, await screens.plan(plan.id))
  }

  async function begin(ctx: Ctx, pressed: Pressed, checkDead: boolean): Promise<void> {
    const plan = await getPlan(deps.db, pressed.subjectId)
    if (plan.version !== pressed.subjectVersion) return answer(ctx, OUTDATED)
    const begun = await beginExit(deps, plan, { checkDead })
    await answer(ctx, BEGUN[begun], begun !== 'begun')
    if (begun === 'begun') await show(ctx, begunView(await screens.title(plan)))
  }

  async function erase(ctx: Ctx, { subjectId, subjectVersion }: Pressed): Promise<void> {
    const plan = await getPlan(deps.db, subjectId)
    if (plan.version !== subjectVersion || !(await eraseNow(deps, plan)))
      return answer(ctx, OUTDATED)
    await answer(ctx, 'Erased.')
    await show(ctx, begunView(await screens.title(plan)))
  }

  async function eraseRunning(ctx: Ctx, { subjectId }: Pressed): Promise<void> {
    const plan = await getPlan(deps.db, subjectId)
    const saga = await findSagaOfKey(deps.db, plan.keyId)
    if (plan.status !== 'running' || saga?.subjectId !== plan.id) return answer(ctx, OUTDATED)
    const wish = { name: 'erase', value: 'yes' }
    const isErasing = await commit(deps, (trx) => answerSaga(trx, deps, saga, wish))
    await answer(ctx, isErasing ? ERASING : OUTDATED)
  }

  async function answerQuestion(
    ctx: Ctx,
    { subjectId, subjectVersion: round, about: botId }: Pressed,
    value: Answer,
  ): Promise<void> {
    const plan = await getPlan(deps.db, subjectId)
    const saga = await findSagaOfKey(deps.db, plan.keyId)
    const asked = (await listExitPositions(deps.db, plan.id)).find((one) => one.botId === botId)
    const current = asked?.outcome === 'asked' && asked.round === round
    if (saga?.subjectId !== plan.id || !current) return answer(ctx, OUTDATED)
    const question = questionId(plan.id, botId, round)
    const answers = await listAnswers(deps.db, saga.id)
    const name = answerName(question, value)
    if (answers.has(question) || answers.has(name)) return answer(ctx, OUTDATED)
    const isTaken = await commit(deps, (trx) => answerSaga(trx, deps, saga, { name, value }))
    if (!isTaken) return answer(ctx, OUTDATED)
    await answer(ctx, ANSWERED[value])
    await show(
      ctx,
      value === 'wait'
        ? await questionOf(deps, { planId: plan.id, botId, round })
        : note('exit-question-answered', answeredLine(asked, value)),
    )
  }
  return feature
}

const VERBS = [
  'realize',
  'exit',
  'exit-check',
  'erase',
  'erase-running',
  'sell',
  'keep',
  'wait',
  'look',
] as const

function answeredLine(
  { symbol, floor, cause }: ExitPosition,
  value: 'sell' | 'keep' | 'look',
): Html {
  if (value === 'sell') return html`${symbol}: selling at ${floor.toFixed()} or better.`
  if (value === 'look') return html`${symbol}: looking again.`
  return isPassing(cause)
    ? html`${symbol}: I finish without it. The receipt says what is left.`
    : html`${symbol}: kept.`
}

const ANSWERED = {
  sell: 'Selling.',
  keep: 'Kept.',
  wait: 'Waiting.',
  look: 'Looking again.',
} as const satisfies Record<Answer, string>

const ERASING = 'Erasing the key. The progress message says when it is done.'

const DEAD = {
  unknown: 'That button does nothing any more.',
  foreign: 'That button is not yours.',
  used: 'That button was used already. It does nothing twice.',
  expired: 'That button has expired: nothing was done. Open the screen again.',
} as const satisfies Record<DeadTap, string>

const BEGUN = {
  begun: 'Begun.',
  undecided: 'A position is still undecided: nothing was done. Open /disconnect again.',
  busy: 'Something else is under way on this key: nothing was done. Wait for it to end.',
  outdated: OUTDATED,
  'key-dead':
    'The exchange refuses the key now, so nothing can be cancelled or sold with it: nothing was done. /disconnect shows what to do by hand.',
} as const satisfies Record<Begun, string>
