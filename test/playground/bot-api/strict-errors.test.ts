import { describe, expect, test } from 'vitest'
import { type Stage, openStage, TOKEN } from './stage.ts'

const CHAT = 7

const NOT_MODIFIED =
  'Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message'
const TOO_OLD = 'Bad Request: query is too old and response timeout expired or query ID is invalid'

const button = (rest: object) => ({ reply_markup: { inline_keyboard: [[{ text: 'A', ...rest }]] } })

const REFUSED: [string, method: string, payload: object, description: string][] = [
  ['no chat', 'sendMessage', { text: 'x' }, 'chat_id is empty'],
  ['unknown chat', 'sendMessage', { chat_id: 99, text: 'x' }, 'chat not found'],
  ['empty text', 'sendMessage', { text: '' }, 'message text is empty'],
  ['blank text', 'sendMessage', { text: ' \n ' }, 'message text is empty'],
  ['empty tags', 'sendMessage', { text: '<b></b>', parse_mode: 'HTML' }, 'message text is empty'],
  ['long text', 'sendMessage', { text: 'x'.repeat(4097) }, 'message is too long'],
  ['unknown parse mode', 'sendMessage', { text: 'x', parse_mode: 'X' }, 'unsupported parse_mode'],
  ['lone surrogate', 'sendMessage', { text: '\ud83d' }, 'strings must be encoded in UTF-8'],
  [
    'long data',
    'sendMessage',
    { text: 'x', ...button({ callback_data: 'é'.repeat(33) }) },
    'BUTTON_DATA_INVALID',
  ],
  [
    'empty data',
    'sendMessage',
    { text: 'x', ...button({ callback_data: '' }) },
    'BUTTON_DATA_INVALID',
  ],
  [
    'no action',
    'sendMessage',
    { text: 'x', ...button({}) },
    "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
  ],
  [
    'two actions',
    'sendMessage',
    { text: 'x', ...button({ callback_data: 'a', url: 'https://a.b' }) },
    "can't parse inline keyboard button: Button has several actions: callback_data, url",
  ],
  [
    'style',
    'sendMessage',
    { text: 'x', ...button({ callback_data: 'a', style: 'red' }) },
    "can't parse inline keyboard button: Unsupported button style specified",
  ],
  [
    'bad link',
    'sendMessage',
    { text: 'x', ...button({ url: 'nowhere' }) },
    "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL",
  ],
  [
    'Mini App over http',
    'sendMessage',
    { text: 'x', ...button({ web_app: { url: 'http://a.b/c' } }) },
    "inline keyboard button Web App URL 'http://a.b/c' is invalid: Only HTTPS links are allowed",
  ],
  [
    'empty copy',
    'sendMessage',
    { text: 'x', ...button({ copy_text: { text: '' } }) },
    'BUTTON_COPY_TEXT_INVALID',
  ],
  [
    'markup is a list',
    'sendMessage',
    { text: 'x', reply_markup: [] },
    'object expected as reply markup',
  ],
  [
    'flat keyboard',
    'sendMessage',
    { text: 'x', reply_markup: { inline_keyboard: [{}] } },
    'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
  ],
  [
    'reply to nothing',
    'sendMessage',
    { text: 'x', reply_parameters: { message_id: 1 } },
    'message to be replied not found',
  ],
  ['edit nothing', 'editMessageText', { message_id: 1, text: 'x' }, 'message to edit not found'],
  ['edit no id', 'editMessageText', { text: 'x' }, 'message identifier is not specified'],
  ['delete nothing', 'deleteMessage', { message_id: 1 }, 'message to delete not found'],
  [
    'delete no list',
    'deleteMessages',
    { message_ids: [] },
    'message identifiers are not specified',
  ],
  ['no file', 'sendDocument', {}, 'there is no document in the request'],
  [
    'unknown file',
    'sendDocument',
    { document: 'nope' },
    'wrong file identifier/HTTP URL specified',
  ],
  ['unknown file id', 'getFile', { file_id: 'nope' }, 'invalid file_id'],
  ['action', 'sendChatAction', { action: 'dance' }, 'wrong parameter action in request'],
  ['react to nothing', 'setMessageReaction', { message_id: 1 }, 'message to react not found'],
  ['pin nothing', 'pinChatMessage', { message_id: 1 }, 'message to pin not found'],
  [
    'command name',
    'setMyCommands',
    { commands: [{ command: 'A-b', description: 'x' }] },
    'BOT_COMMAND_INVALID',
  ],
  [
    'command text',
    'setMyCommands',
    { commands: [{ command: 'a', description: '' }] },
    'BOT_COMMAND_DESCRIPTION_INVALID',
  ],
  [
    'long toast',
    'answerCallbackQuery',
    { callback_query_id: '1', text: 'x'.repeat(201) },
    'MESSAGE_TOO_LONG',
  ],
]

describe('the stand-in refuses what Telegram refuses', () => {
  for (const [name, method, payload, description] of REFUSED) {
    test(`${method}: ${name}`, async () => {
      const stage = await openStage()
      stage.api.user({ id: CHAT, firstName: 'Ada', started: true })
      const chat = name === 'no chat' ? {} : { chat_id: CHAT }

      const answer = await stage.call(method, { ...chat, ...payload })

      expect(answer).toEqual({
        ok: false,
        error_code: 400,
        description: `Bad Request: ${description}`,
      })
      expect(stage.api.calls().at(-1)).toMatchObject({
        method,
        ok: false,
        error: answer.description,
      })
    })
  }
})

test('an unchanged edit is refused, a changed keyboard is not', async () => {
  const stage = await openStage()
  const ada = stage.api.user({ id: CHAT, firstName: 'Ada', started: true })
  const text = { text: '<b>x</b>', parse_mode: 'HTML', ...button({ callback_data: 'a' }) }
  const id = await send(stage, text)
  const edit = (payload: object) =>
    stage.call('editMessageText', { chat_id: CHAT, message_id: id, ...payload })

  expect(await edit(text)).toMatchObject({ error_code: 400, description: NOT_MODIFIED })
  stage.clock.advance(5)
  expect(await edit({ ...text, ...button({ callback_data: 'b' }) })).toMatchObject({ ok: true })
  expect(ada.screen()?.editDate).toBeUndefined()
  expect(await edit({ text: 'x' })).toMatchObject({
    result: { message_id: id, text: 'x', edit_date: ada.screen()?.editDate },
  })
  expect(ada.screen()).toMatchObject({ keyboard: [], entities: [] })
  expect(
    await stage.call('editMessageReplyMarkup', { chat_id: CHAT, message_id: id }),
  ).toMatchObject({ description: NOT_MODIFIED })
})

test("a user's own message cannot be edited, but deleted within 48 hours", async () => {
  const stage = await openStage()
  const ada = stage.api.user({ id: CHAT, firstName: 'Ada' })
  const [first, second] = [ada.sends('secret'), ada.sends('old')]
  const onMessage = (method: string, id: number) =>
    stage.call(method, { chat_id: CHAT, message_id: id, text: 'x' })

  expect(await onMessage('editMessageText', first.id)).toMatchObject({
    description: "Bad Request: message can't be edited",
  })
  expect(await onMessage('deleteMessage', first.id)).toEqual({ ok: true, result: true })
  stage.clock.advance(48 * 3600 + 1)
  expect(await onMessage('deleteMessage', second.id)).toMatchObject({
    description: "Bad Request: message can't be deleted for everyone",
  })
  expect(ada.text()).toBe('old')
})

test('a Mini App is opened from private chats only, over https or on this machine', async () => {
  const stage = await openStage()
  stage.api.user({ id: CHAT, firstName: 'Ada', started: true })
  const group = stage.api.group(-5, 'A group')
  const write = (chat: number, url: string) =>
    stage.call('sendMessage', { chat_id: chat, text: 'x', ...button({ web_app: { url } }) })

  expect(await write(CHAT, 'https://a.b/c')).toMatchObject({ ok: true })
  expect(await write(CHAT, 'http://127.0.0.1:3000/c')).toMatchObject({ ok: true })
  expect(await write(group.id, 'https://a.b/c')).toMatchObject({
    ok: false,
    description: 'Bad Request: BUTTON_TYPE_INVALID',
  })
})

test('deleteMessages skips what is gone', async () => {
  const stage = await openStage()
  const ada = stage.api.user({ id: CHAT, firstName: 'Ada' })
  const { id } = ada.sends('x')

  const answer = await stage.call('deleteMessages', { chat_id: CHAT, message_ids: [1, id] })

  expect(answer).toEqual({ ok: true, result: true })
  expect(ada.messages()).toEqual([])
})

test('a bot may not write to somebody who never wrote, or who blocked it', async () => {
  const stage = await openStage()
  const ada = stage.api.user({ id: CHAT, firstName: 'Ada' })
  const write = () => stage.call('sendMessage', { chat_id: CHAT, text: 'x' })

  expect(await write()).toEqual({
    ok: false,
    error_code: 403,
    description: "Forbidden: bot can't initiate conversation with a user",
  })
  ada.sends('/start')
  expect(await write()).toMatchObject({ ok: true })
  ada.blocks()
  expect(await write()).toMatchObject({
    error_code: 403,
    description: 'Forbidden: bot was blocked by the user',
  })
  ada.unblocks()
  expect(await write()).toMatchObject({ ok: true })
})

test('a tap can be answered twice, within 15 minutes, if it is known', async () => {
  const stage = await openStage()
  const ada = stage.api.user({ id: CHAT, firstName: 'Ada', started: true })
  await send(stage, { text: 'x', ...button({ callback_data: 'a' }) })
  const tap = ada.taps('A')
  const answer = (id: string, text: string) =>
    stage.call('answerCallbackQuery', { callback_query_id: id, text })

  expect(await answer('1', 'x')).toMatchObject({ error_code: 400, description: TOO_OLD })
  expect(await answer(tap.id, 'first')).toEqual({ ok: true, result: true })
  expect(await answer(tap.id, 'second')).toEqual({ ok: true, result: true })
  expect(await ada.untilAnswered(tap)).toEqual({ text: 'first', showAlert: false })
  const late = ada.taps('A')
  stage.clock.advance(15 * 60 + 1)
  expect(await answer(late.id, 'x')).toMatchObject({ description: TOO_OLD })
})

test('a wrong token is 401, an unknown method 404, a broken body 400', async () => {
  const stage = await openStage()
  const get = async (path: string) => (await fetch(`${stage.root}${path}`)).status

  expect(await get('/bot1:WRONG/getMe')).toBe(401)
  expect(await get(`/bot${TOKEN}/getMe`)).toBe(200)
  expect(await get(`/file/bot1:WRONG/x`)).toBe(401)
  expect(await stage.call('constructor')).toMatchObject({ error_code: 404 })
  const broken = await fetch(`${stage.root}/bot${TOKEN}/getMe`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{',
  })
  expect(broken.status).toBe(400)
})

async function send(stage: Stage, payload: object): Promise<number> {
  const { result } = await stage.call('sendMessage', { chat_id: CHAT, ...payload })
  if (typeof result !== 'object' || result === null || !('message_id' in result)) {
    throw new TypeError('Cannot send: refused')
  }
  return Number(result.message_id)
}
