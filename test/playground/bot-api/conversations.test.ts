import { type Conversation, conversations, createConversation } from '@grammyjs/conversations'
import type { ConversationFlavor } from '@grammyjs/conversations'
import { Bot, type Context } from 'grammy'
import { expect, test } from 'vitest'
import { openStage, TOKEN } from './stage.ts'

type Ctx = ConversationFlavor<Context>

async function nameFlow(flow: Conversation<Ctx>, ctx: Context): Promise<void> {
  await ctx.reply('Which name?', {
    reply_markup: { inline_keyboard: [[{ text: 'Skip', callback_data: 'skip', style: 'danger' }]] },
  })
  const answer = await flow.waitFor(['message:text', 'callback_query:data'])
  if (answer.callbackQuery !== undefined) {
    await answer.answerCallbackQuery()
    await answer.editMessageText('Skipped')
  } else await answer.reply(`Hello ${answer.message?.text}`)
}

test('a conversation asks, waits and answers', async () => {
  const stage = await openStage()
  const bot = new Bot<Ctx>(TOKEN, { client: { apiRoot: stage.root } })
  bot.use(conversations())
  bot.use(createConversation(nameFlow))
  bot.command('name', (ctx) => ctx.conversation.enter('nameFlow'))
  await stage.run(bot)
  const ada = stage.api.user({ id: 7, firstName: 'Ada' })
  const bob = stage.api.user({ id: 8, firstName: 'Bob' })

  ada.sends('/name')
  bob.sends('/name')
  await ada.until('Which name?')
  await bob.until('Which name?')
  ada.sends('Ada')
  const tap = bob.taps('Skip')

  await ada.until('Hello Ada')
  await bob.untilAnswered(tap)
  await bob.until('Skipped')
  expect(stage.api.unansweredTaps()).toEqual([])
})
