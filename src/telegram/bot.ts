import { conversations, createConversation } from '@grammyjs/conversations'
import { Bot, type ApiClientOptions } from 'grammy'
import { errorFields } from '../lib/log.ts'
import { NEW_BOT, newBotFlow } from './trading-bots/new-bot-flow.ts'
import { conversationStorage } from './conversation-repo.ts'
import { speak, type Ctx } from './context.ts'
import type { Deps } from './deps.ts'
import { beginDialogue } from './dialogues.ts'
import { disconnectFeature } from './disconnect/disconnect-feature.ts'
import { tokenFeature } from './disconnect/token-feature.ts'
import { guard } from './guard.ts'
import { helpFeature } from './help/help-feature.ts'
import { reviewFeature } from './help/review-feature.ts'
import { unknownView } from './help/help-views.ts'
import { compareFeature } from './keys/compare-feature.ts'
import { leftOrdersFeature } from './keys/left-orders-feature.ts'
import { handWorkFeature } from './keys/hand-work-feature.ts'
import { keepFeature } from './keys/keep-feature.ts'
import { keyPairFeature } from './keys/key-pair-feature.ts'
import { keysFeature } from './keys/keys-feature.ts'
import { secretFeature } from './keys/secret-feature.ts'
import { sealedFeature } from './sealed-page/sealed-feature.ts'
import { presence } from './presence.ts'
import { answer, showNew } from './screen.ts'
import { fromShortId } from './short-id.ts'
import { html, note } from './view.ts'
import { botsFeature } from './trading-bots/bots-feature.ts'
import { positionsFeature } from './trading-bots/positions-feature.ts'

/**
 * The Telegram bot: who may speak, then commands and buttons, then the open dialogue, then an
 * answer for whatever is left. Commands stand before dialogues, so that they work inside them.
 */
export function createBot(deps: Deps, client: ApiClientOptions): Bot<Ctx> {
  const bot = new Bot<Ctx>(deps.settings.token, { client })
  const chat = bot.errorBoundary(({ ctx, error }) => apologise(deps, ctx, error))

  chat.use(speak)
  chat.use(presence(deps))
  chat.use(guard(deps))
  chat.use(conversations({ storage: conversationStorage(deps.db, deps.clock) }))
  chat.use(sealedFeature(deps))
  chat.use(secretFeature(deps))
  chat.use(helpFeature(deps, bot.api))
  chat.use(reviewFeature(deps))
  chat.use(keepFeature(deps))
  chat.use(handWorkFeature(deps))
  chat.use(compareFeature(deps))
  chat.use(leftOrdersFeature(deps))
  chat.use(keyPairFeature(deps))
  chat.use(keysFeature(deps))
  chat.use(botsFeature(deps))
  chat.use(positionsFeature(deps))
  chat.use(disconnectFeature(deps, bot.api))
  chat.use(tokenFeature(deps))

  // A dialogue must be ended above where it listens, and can be entered only below.
  const newBot = [/^newbot(?::([\w-]+))?$/, ADOPT]
  chat.command('newbot', async (ctx, next) => {
    await beginDialogue(deps, ctx)
    await next()
  })
  chat.callbackQuery(newBot, async (ctx, next) => {
    await answer(ctx)
    await beginDialogue(deps, ctx)
    await next()
  })
  // What is left of commands is none of ours, and no answer to a question either.
  chat.on('message:text').filter(
    ({ msg }) => msg.text.startsWith('/') && !/^\/newbot\b/i.test(msg.text),
    (ctx) => showNew(ctx, unknownView(ctx.words, ctx.words.general.unknownCommand)),
  )
  chat.on('edited_message', (ctx) =>
    showNew(ctx, note('edited-message', html`${ctx.words.general.editedMessage}`)),
  )
  const dialogue = { id: NEW_BOT, maxMillisecondsToWait: DIALOGUE_MS }
  chat.use(createConversation(newBotFlow(deps), dialogue))
  const enter = ({ conversation, language }: Ctx, ...of: string[]) =>
    conversation.enter(NEW_BOT, language, ...of)
  chat.command('newbot', (ctx) => enter(ctx))
  chat.callbackQuery(ADOPT, (ctx) => enter(ctx, ...adoptionOf(ctx.match)))
  chat.callbackQuery(newBot, (ctx) => enter(ctx, ...(ctx.match[1] ? [ctx.match[1]] : [])))

  chat.on('callback_query', (ctx) => answer(ctx, ctx.words.general.earlierScreen))
  chat.on('message', (ctx) =>
    showNew(ctx, unknownView(ctx.words, ctx.words.general.unknownMessage)),
  )
  return bot
}

/** A new bot that begins with coins: their id, and the key's. */
const ADOPT = /^adopt:([\w-]{22}):([\w-]{22})$/

function adoptionOf([, keptId = '', keyId = '']: RegExpMatchArray | string): [string, string] {
  return [fromShortId(keyId), fromShortId(keptId)]
}

const DIALOGUE_MS = 15 * 60_000

async function apologise(deps: Deps, ctx: Ctx, error: unknown): Promise<void> {
  deps.log.error('update-failed', { update: ctx.update.update_id, ...errorFields(error) })
  await answer(ctx).catch(() => undefined)
  await showNew(ctx, note('went-wrong', html`${ctx.words.general.wentWrong}`)).catch(
    () => undefined,
  )
}
