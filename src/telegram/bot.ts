import { conversations, createConversation } from '@grammyjs/conversations'
import { Bot, type ApiClientOptions } from 'grammy'
import { errorFields } from '../lib/log.ts'
import { NEW_BOT, newBotFlow } from './trading-bots/new-bot-flow.ts'
import { conversationStorage } from './conversation-repo.ts'
import type { Ctx } from './context.ts'
import type { Deps } from './deps.ts'
import { beginDialogue } from './dialogues.ts'
import { disconnectFeature } from './disconnect/disconnect-feature.ts'
import { tokenFeature } from './disconnect/token-feature.ts'
import { guard } from './guard.ts'
import { helpFeature } from './help/help-feature.ts'
import { unknownView } from './help/help-views.ts'
import { keysFeature } from './keys/keys-feature.ts'
import { secretFeature } from './keys/secret-feature.ts'
import { answer, showNew } from './screen.ts'
import { botsFeature } from './trading-bots/bots-feature.ts'
import { positionsFeature } from './trading-bots/positions-feature.ts'

/**
 * The Telegram bot: who may speak, then commands and buttons, then the open dialogue, then an
 * answer for whatever is left. Commands stand before dialogues, so that they work inside them.
 */
export function createBot(deps: Deps, client: ApiClientOptions): Bot<Ctx> {
  const bot = new Bot<Ctx>(deps.settings.token, { client })

  bot.use(guard(deps))
  bot.use(conversations({ storage: conversationStorage(deps.db, deps.clock) }))
  bot.use(secretFeature(deps))
  bot.use(helpFeature(deps, bot.api))
  bot.use(keysFeature(deps))
  bot.use(botsFeature(deps))
  bot.use(positionsFeature(deps))
  bot.use(disconnectFeature(deps, bot.api))
  bot.use(tokenFeature(deps))

  bot.command('newbot', async (ctx) => {
    await beginDialogue(deps, ctx)
    await ctx.conversation.enter(NEW_BOT)
  })
  bot.callbackQuery(/^newbot(?::([\w-]+))?$/, async (ctx) => {
    await answer(ctx)
    await beginDialogue(deps, ctx)
    await ctx.conversation.enter(NEW_BOT, ctx.match[1])
  })
  bot.use(createConversation(newBotFlow(deps), { id: NEW_BOT, maxMillisecondsToWait: 15 * 60_000 }))

  bot.on('callback_query', (ctx) =>
    answer(ctx, 'That button belongs to an earlier screen: nothing was done.'),
  )
  bot.on('message', (ctx) => showNew(ctx, unknownView()))

  bot.catch(async ({ ctx, error }) => {
    deps.log.error('update-failed', { update: ctx.update.update_id, ...errorFields(error) })
    await answer(ctx).catch(() => undefined)
    await ctx
      .reply(
        'Something went wrong on our side, and I have noted it. Nothing was done half: look with /bots or /disconnect.',
      )
      .catch(() => undefined)
  })
  return bot
}
