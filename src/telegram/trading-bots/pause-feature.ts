import { Composer } from 'grammy'
import { findAbsence } from '../../keys/absence-repo.ts'
import { getKey } from '../../keys/key-repo.ts'
import { findBot, listAllBots, listBots } from '../../trading-bots/bot-repo.ts'
import { whyUnfit } from '../../trading-bots/create-bot.ts'
import { hasEnded } from '../../trading-bots/end-bot.ts'
import { heirOf } from '../../trading-bots/heir.ts'
import { listMissing } from '../../trading-bots/missing-repo.ts'
import { pauseBot, resumeBot } from '../../trading-bots/pause-bot.ts'
import type { TradingBot } from '../../trading-bots/trading-bot.ts'
import { issueButton, pressButton } from '../button-repo.ts'
import { tapOf, userOf, type Ctx } from '../context.ts'
import type { Deps } from '../deps.ts'
import { answer, show } from '../screen.ts'
import { cardsOf } from './bot-cards.ts'
import type { BotScreens } from './bot-screens.ts'
import { ownBot } from './own-bot.ts'
import { allPausedView, pausedView } from './pause-views.ts'
import type { BotsWords } from './words.ts'

/** Pausing and resuming bots, one or all, and what becomes of their resting orders. */
export function pauseFeature(deps: Deps, { showBot, showBots }: BotScreens): Composer<Ctx> {
  const feature = new Composer<Ctx>()
  feature.callbackQuery(/^bot:([\w-]+):pause$/, async (ctx) => {
    const w = ctx.words.bots.pausing
    const bot = await ownBot(deps, ctx, ctx.match[1])
    if (bot === undefined) return
    if (bot.status !== 'running' || !(await pauseBot(deps, bot.id))) {
      return answer(ctx, w.notRunning)
    }
    await answer(ctx, w.paused)
    const [card] = await cardsOf(deps, [bot])
    if (card === undefined || card.orders.length === 0) await showBot(ctx, bot.id)
    else await show(ctx, pausedView(ctx.words, bot, card.orders.length))
  })
  feature.callbackQuery(/^bot:([\w-]+):(cancel|leave)$/, async (ctx) => {
    const w = ctx.words.bots.pausing
    const bot = await ownBot(deps, ctx, ctx.match[1])
    if (bot === undefined) return
    if (bot.status !== 'paused' && bot.status !== 'failed') {
      return answer(ctx, w.notPaused)
    }
    const cancels = ctx.match[2] === 'cancel'
    if (!cancels && bot.resting === 'cancel') {
      return answer(ctx, w.alreadyCancelling)
    }
    if (!(await pauseBot(deps, bot.id, cancels ? 'cancel' : 'keep'))) {
      return answer(ctx, w.notPaused)
    }
    await answer(ctx, cancels ? w.cancelsIts : w.leavesIts)
    await showBot(ctx, bot.id)
  })
  feature.callbackQuery(/^bot:([\w-]+):go$/, async (ctx) => {
    const w = ctx.words.bots.pausing
    const bot = await ownBot(deps, ctx, ctx.match[1])
    if (bot === undefined) return
    const refusal = await refusalToResume(deps, ctx.words.bots, bot)
    if (refusal !== undefined) return answer(ctx, refusal, true)
    await answer(ctx, (await resumeBot(deps, bot.id)) ? w.runsAgain : w.runsAlready)
    await showBot(ctx, bot.id)
  })

  feature.callbackQuery('bots:pause', async (ctx) => {
    const w = ctx.words.bots.pausing
    const running = (await listBots(deps.db, userOf(ctx))).filter((bot) => bot.status === 'running')
    if (running.length === 0) return answer(ctx, w.noneRuns)
    for (const bot of running) await pauseBot(deps, bot.id)
    await answer(ctx, w.paused)
    const orders = (await cardsOf(deps, running)).flatMap((card) => card.orders)
    if (orders.length === 0) return showBots(ctx)
    // The token names the bots paused just now: others may have been left their orders before.
    const token = await issueButton(deps, {
      userId: userOf(ctx),
      action: 'cancel-orders',
      subjectId: running.map((bot) => bot.id).join(' '),
      subjectVersion: 0,
    })
    await show(ctx, allPausedView(ctx.words, running.length, orders.length, token))
  })
  feature.callbackQuery(/^bots:cancel:([\w-]+)$/, async (ctx) => {
    const w = ctx.words.bots.pausing
    const pressed = await pressButton(deps, ctx.match[1] ?? '', ['cancel-orders'], tapOf(ctx))
    if (typeof pressed === 'string') return answer(ctx, w.oldCancel)
    let cancelling = 0
    for (const id of pressed.subjectId.split(' ')) {
      const isPaused = (await findBot(deps.db, id))?.status === 'paused'
      if (isPaused && (await pauseBot(deps, id, 'cancel'))) cancelling += 1
    }
    await answer(ctx, cancelling > 0 ? w.cancelsTheir : w.nonePaused)
    await showBots(ctx)
  })
  feature.callbackQuery('bots:leave', async (ctx) => {
    const w = ctx.words.bots.pausing
    const paused = (await listBots(deps.db, userOf(ctx))).filter(
      ({ status }) => status === 'paused',
    )
    const isCancelling = paused.some(({ resting }) => resting === 'cancel')
    await answer(ctx, isCancelling ? w.someCancelled : w.leavesTheir)
    await showBots(ctx)
  })
  feature.callbackQuery(/^bots:resume(?::([\w-]+))?$/, async (ctx) => {
    const scope = ctx.match[1]
    const bots = (await listBots(deps.db, userOf(ctx))).filter(
      (bot) => scope === undefined || (isWaiting(bot) && [bot.keyId, 'any'].includes(scope)),
    )
    await resume(ctx, bots)
  })
  feature.callbackQuery(/^bots:go:([\w-]+)$/, async (ctx) => {
    const w = ctx.words.bots.pausing
    const pressed = await pressButton(deps, ctx.match[1] ?? '', ['resume-moved'], tapOf(ctx))
    if (typeof pressed === 'string') return answer(ctx, w.oldResume)
    const ids = new Set(pressed.subjectId.split(' '))
    await resume(
      ctx,
      (await listBots(deps.db, userOf(ctx))).filter(({ id }) => ids.has(id)),
    )
  })
  return feature

  async function resume(ctx: Ctx, bots: readonly TradingBot[]): Promise<void> {
    const w = ctx.words.bots.pausing
    const refusals = new Set<string>()
    let resumed = 0
    for (const bot of bots.filter(({ status }) => status === 'paused' || status === 'failed')) {
      const refusal = await refusalToResume(deps, ctx.words.bots, bot)
      if (refusal !== undefined) refusals.add(refusal)
      else if (await resumeBot(deps, bot.id)) resumed += 1
    }
    const [refusal] = refusals
    const done = resumed > 0 ? w.resumed(resumed) : undefined
    const told = [done, refusal].filter((part) => part !== undefined).join(' ')
    await answer(ctx, told === '' ? w.nothingToResume : told, refusal !== undefined)
    await showBots(ctx)
  }
}

/** Whether something other than the trader's own word made it stand still. */
function isWaiting({ reason }: TradingBot): boolean {
  return reason !== 'trader' && reason !== 'moved'
}

async function refusalToResume(
  deps: Deps,
  { pausing: w }: BotsWords,
  bot: TradingBot,
): Promise<string | undefined> {
  if (hasEnded(bot)) return w.ended(bot.name)
  const heir = heirOf(bot, await listAllBots(deps.db, bot.userId))
  if (heir !== undefined) return w.moved(bot.name, heir.name)
  const unfit = whyUnfit(await getKey(deps.db, bot.keyId))
  if (unfit !== undefined) return w.unfit(bot.name, unfit)
  if ((await findAbsence(deps.db, bot.keyId))?.compared === false) return w.uncompared
  const missing = await listMissing(deps.db, bot.keyId)
  return missing.some(({ botId }) => botId === bot.id) ? w.coinsMissing(bot.name) : undefined
}
