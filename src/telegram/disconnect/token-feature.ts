import { Composer } from 'grammy'
import { commit } from '../../queue/core.ts'
import { beginExit } from '../../sagas/begin-exit.ts'
import { confirmLoss } from '../../sagas/decide.ts'
import { eraseNow } from '../../sagas/exit-by-hand.ts'
import { answerName, questionId, type Answer } from '../../sagas/exit-question.ts'
import { isPassing, type ExitPosition } from '../../sagas/exit-plan.ts'
import { getPlan, listExitPositions } from '../../sagas/exit-plan-repo.ts'
import { answerSaga, findSagaOfKey, listAnswers } from '../../sagas/saga-repo.ts'
import { pressButton, type Pressed } from '../button-repo.ts'
import { tapOf, type Ctx } from '../context.ts'
import type { Deps } from '../deps.ts'
import { questionOf } from '../notices/exit-notices.ts'
import { answer, show } from '../screen.ts'
import { note, type Html } from '../view.ts'
import type { Words } from '../words.ts'
import { begunView } from './decision-views.ts'
import { exitScreens } from './exit-screens.ts'

/** Buttons that move money or keys: each works once, for its owner, on what it was shown for. */
export function tokenFeature(deps: Deps): Composer<Ctx> {
  const feature = new Composer<Ctx>()
  const screens = (ctx: Ctx) => exitScreens(deps, ctx.words)

  feature.callbackQuery(/^t:([\w-]+)$/, async (ctx) => {
    const pressed = await pressButton(deps, ctx.match[1] ?? '', VERBS, tapOf(ctx))
    if (typeof pressed === 'string')
      return answer(ctx, ctx.words.disconnect.progress.taps.dead[pressed])
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
      return answer(ctx, ctx.words.disconnect.progress.taps.outdated)
    }
    await answer(ctx)
    await show(ctx, await screens(ctx).plan(plan.id))
  }

  async function begin(ctx: Ctx, pressed: Pressed, checkDead: boolean): Promise<void> {
    const plan = await getPlan(deps.db, pressed.subjectId)
    if (plan.version !== pressed.subjectVersion)
      return answer(ctx, ctx.words.disconnect.progress.taps.outdated)
    const begun = await beginExit(deps, plan, { checkDead })
    await answer(ctx, ctx.words.disconnect.progress.taps.begun[begun], begun !== 'begun')
    if (begun === 'begun') await show(ctx, begunView(ctx.words, await screens(ctx).title(plan)))
  }

  async function erase(ctx: Ctx, { subjectId, subjectVersion }: Pressed): Promise<void> {
    const plan = await getPlan(deps.db, subjectId)
    if (plan.version !== subjectVersion || !(await eraseNow(deps, plan)))
      return answer(ctx, ctx.words.disconnect.progress.taps.outdated)
    await answer(ctx, ctx.words.disconnect.progress.taps.erased)
    await show(ctx, begunView(ctx.words, await screens(ctx).title(plan)))
  }

  async function eraseRunning(ctx: Ctx, { subjectId }: Pressed): Promise<void> {
    const plan = await getPlan(deps.db, subjectId)
    const saga = await findSagaOfKey(deps.db, plan.keyId)
    if (plan.status !== 'running' || saga?.subjectId !== plan.id)
      return answer(ctx, ctx.words.disconnect.progress.taps.outdated)
    const wish = { name: 'erase', value: 'yes' }
    const isErasing = await commit(deps, (trx) => answerSaga(trx, deps, saga, wish))
    await answer(
      ctx,
      isErasing
        ? ctx.words.disconnect.progress.taps.erasing
        : ctx.words.disconnect.progress.taps.outdated,
    )
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
    if (saga?.subjectId !== plan.id || !current)
      return answer(ctx, ctx.words.disconnect.progress.taps.outdated)
    const question = questionId(plan.id, botId, round)
    const answers = await listAnswers(deps.db, saga.id)
    const name = answerName(question, value)
    if (answers.has(question) || answers.has(name))
      return answer(ctx, ctx.words.disconnect.progress.taps.outdated)
    const isTaken = await commit(deps, (trx) => answerSaga(trx, deps, saga, { name, value }))
    if (!isTaken) return answer(ctx, ctx.words.disconnect.progress.taps.outdated)
    await answer(ctx, ctx.words.disconnect.progress.taps.answered[value])
    await show(
      ctx,
      value === 'wait'
        ? await questionOf(deps, ctx.words, { planId: plan.id, botId, round })
        : note('exit-question-answered', answeredLine(ctx.words, asked, value)),
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
  { disconnect: { question: w } }: Words,
  { symbol, floor, cause }: ExitPosition,
  value: 'sell' | 'keep' | 'look',
): Html {
  if (value === 'sell') return w.selling(symbol, floor.toFixed())
  if (value === 'look') return w.looking(symbol)
  return isPassing(cause) ? w.leaving(symbol) : w.keeping(symbol)
}
