import { expect, test } from 'vitest'
import type { ChatEvent } from '../../../src/playground/bot-api/chat-event.ts'
import { type Stage, openStage } from './stage.ts'

test('taps() finds the newest button with the label, or one that starts so', async () => {
  const stage = await openStage()
  const ada = stage.api.user({ id: 7, firstName: 'Ada', started: true })
  const first = await say(stage, 'first', [[button('Stop', 'stop:1')]])
  await say(stage, 'second', [[button('Stop', 'stop:2'), button('Sell at 0.31', 'sell')]])

  expect(ada.taps('Stop').data).toBe('stop:2')
  expect(ada.taps({ label: 'Stop', messageId: first }).data).toBe('stop:1')
  expect(ada.taps('Sell').data).toBe('sell')
  expect(() => ada.taps('Buy')).toThrow(
    'Cannot tap "Buy": on screen are "Stop", "Sell at 0.31", "Stop"',
  )
})

test('taps() refuses a button that sends the bot nothing', async () => {
  const stage = await openStage()
  const ada = stage.api.user({ id: 7, firstName: 'Ada', started: true })
  await say(stage, 'x', [[{ text: 'Open', url: 'https://a.b' }]])

  expect(() => ada.taps('Open')).toThrow('Cannot tap "Open": it is not a callback button')
})

test('tapsData() presses a button that is gone', async () => {
  const stage = await openStage()
  const ada = stage.api.user({ id: 7, firstName: 'Ada', started: true })
  const id = await say(stage, 'x', [[button('Stop', 'stop')]])
  await stage.call('deleteMessage', { chat_id: 7, message_id: id })

  ada.tapsData('stop', id)

  expect(await stage.call('getUpdates')).toMatchObject({
    result: [{ callback_query: { data: 'stop', message: { message_id: id, date: 0 } } }],
  })
})

test('unansweredTaps() tells taps that reached the bot in vain', async () => {
  const stage = await openStage()
  const ada = stage.api.user({ id: 7, firstName: 'Ada', started: true })
  await say(stage, 'x', [[button('Stop', 'stop')]])

  const tap = ada.taps('Stop')
  expect(stage.api.unansweredTaps()).toEqual([])
  await stage.call('getUpdates')
  expect(stage.api.unansweredTaps()).toEqual([tap])
  await stage.call('answerCallbackQuery', { callback_query_id: tap.id })
  expect(stage.api.unansweredTaps()).toEqual([])
})

test('until() resolves on the event that makes it true', async () => {
  const stage = await openStage()
  const ada = stage.api.user({ id: 7, firstName: 'Ada' })
  ada.sends('sold?')
  const matches = [
    ada.until('sold'),
    ada.until(/^sold \d/),
    ada.until((user) => user.text() !== 'sold?'),
  ]

  const id = await say(stage, 'sold 2')

  for (const match of matches) expect(await match).toMatchObject({ id, text: 'sold 2' })
  expect(await ada.until('sold')).toMatchObject({ id })
})

test('until() shows the chat when the time is over', async () => {
  const stage = await openStage()
  const ada = stage.api.user({ id: 7, firstName: 'Ada', started: true })
  const id = await say(stage, 'Which key?', [[button('Main', 'key:1')]])

  await expect(ada.until('Sold', { seconds: 0.01 })).rejects.toThrow(
    `Nothing matched Sold within 0.01 s. The chat:\n${id} bot: Which key? [Main]`,
  )
  await expect(ada.untilAnswered(ada.taps('Main'), { seconds: 0.01 })).rejects.toThrow(
    'Tap "key:1" was not answered within 0.01 s',
  )
  await expect(
    ada.until(() => {
      throw new Error('broken predicate')
    }),
  ).rejects.toThrow('broken predicate')
})

test('sends() marks commands, mentions and links, and carries replies', async () => {
  const stage = await openStage()
  const ada = stage.api.user({ id: 7, firstName: 'Ada', username: 'ada' })
  const asked = ada.sends('/start now, @friend https://a.b/c.')
  ada.sends('my answer', { replyTo: asked.id })

  expect(await stage.call('getUpdates')).toMatchObject({
    result: [
      {
        message: {
          from: { id: 7, is_bot: false, first_name: 'Ada', username: 'ada', language_code: 'en' },
          chat: { id: 7, type: 'private' },
          entities: [
            { type: 'bot_command', offset: 0, length: 6 },
            { type: 'mention', offset: 12, length: 7 },
            { type: 'url', offset: 20, length: 13 },
          ],
        },
      },
      { message: { text: 'my answer', reply_to_message: { message_id: asked.id } } },
    ],
  })
})

test('a user can write in a group, and the bot can answer there', async () => {
  const stage = await openStage()
  const ada = stage.api.user({ id: 7, firstName: 'Ada' })
  const group = stage.api.group(-100, 'Traders')

  ada.sendsIn(group, '/start')
  await stage.call('sendMessage', { chat_id: -100, text: 'Private chats only' })

  expect(await stage.call('getUpdates')).toMatchObject({
    result: [{ message: { chat: { id: -100, type: 'supergroup', title: 'Traders' } } }],
  })
  expect(group.messages().map(({ text }) => text)).toEqual(['/start', 'Private chats only'])
  expect(ada.messages()).toEqual([])
})

test('commands() gives the narrowest list for the language', async () => {
  const stage = await openStage()
  const set = (description: string, rest: object = {}) =>
    stage.call('setMyCommands', { commands: [{ command: 'start', description }], ...rest })
  const names = (seenBy = {}) => stage.api.commands(seenBy).map(({ description }) => description)

  await set('default')
  expect(names()).toEqual(['default'])
  await set('private', { scope: { type: 'all_private_chats' } })
  await set('privat', { scope: { type: 'all_private_chats' }, language_code: 'de' })
  await set('ada', { scope: { type: 'chat', chat_id: 7 } })
  expect(names()).toEqual(['private'])
  expect(names({ language: 'de' })).toEqual(['privat'])
  expect(names({ chatId: 7, language: 'de' })).toEqual(['ada'])
  await stage.call('deleteMyCommands', { scope: { type: 'chat', chat_id: 7 } })
  expect(names({ chatId: 7 })).toEqual(['private'])
  expect(await stage.call('getMyCommands')).toMatchObject({ result: [{ description: 'default' }] })
})

test('onEvent() tells everything that changes on the screen, as JSON', async () => {
  const stage = await openStage()
  const events: ChatEvent[] = []
  const stop = stage.api.onEvent((event) => events.push(event))
  const ada = stage.api.user({ id: 7, firstName: 'Ada' })
  ada.sends('/start')
  const id = await say(stage, 'x', [[button('A', 'a')]])
  const tap = ada.taps('A')
  const payload = { chat_id: 7, message_id: id, callback_query_id: tap.id, action: 'typing' }
  const react = { reaction: [{ type: 'emoji', emoji: '👍' }] }
  await stage.call('answerCallbackQuery', payload)
  await stage.call('setMessageReaction', { ...payload, ...react })
  await stage.call('pinChatMessage', payload)
  await stage.call('sendChatAction', payload)
  await stage.call('deleteMessage', payload)
  await stage.call('setMyCommands', { commands: [] })
  stop()
  stage.api.reset()

  expect(events.map(({ type }) => type)).toEqual(
    'message message tapped answered edited edited action deleted commands'.split(' '),
  )
  expect(events[5]).toMatchObject({ message: { reaction: '👍', pinned: true } })
  expect(JSON.parse(JSON.stringify(events))).toEqual(events)
})

test('reset() empties chats and queues but keeps counting', async () => {
  const stage = await openStage()
  const ada = stage.api.user({ id: 7, firstName: 'Ada' })
  const before = ada.sends('x')
  stage.api.fault({ method: '*', kind: '500' })

  stage.api.reset()

  expect(ada.messages()).toEqual([])
  expect(stage.api.pendingUpdates()).toBe(0)
  expect(await stage.call('sendMessage', { chat_id: 7, text: 'x' })).toMatchObject({
    error_code: 403,
  })
  expect(ada.sends('x').id).toBeGreaterThan(before.id)
  expect(stage.api.user({ id: 7, firstName: 'Ada' })).toBe(ada)
})

function button(text: string, data: string) {
  return { text, callback_data: data }
}

async function say(stage: Stage, text: string, keyboard: object[][] = []): Promise<number> {
  const markup = { inline_keyboard: keyboard }
  await stage.call('sendMessage', { chat_id: 7, text, reply_markup: markup })
  return stage.api.user({ id: 7, firstName: 'Ada' }).messages().at(-1)?.id ?? 0
}
