import { InputFile } from 'grammy'
import { expect, test } from 'vitest'
import { openStage } from './stage.ts'

test('a message reaches the bot, and its answer the snapshot', async () => {
  const stage = await openStage()
  await stage.run((bot) =>
    bot.command('start', (ctx) => ctx.reply('<b>Hi</b>', { parse_mode: 'HTML' })),
  )

  const response = await stage.post('/page/chat/send', { text: ' /start ' })

  expect(response.status).toBe(200)
  await stage.user.until('Hi')
  expect((await stage.state()).chat.messages).toMatchObject([
    { from: 'user', text: '/start', entities: [{ type: 'bot_command' }] },
    { from: 'bot', text: 'Hi', entities: [{ type: 'bold', offset: 0, length: 2 }] },
  ])
})

test('an answer carries the message that it answers', async () => {
  const stage = await openStage()
  const response = await stage.post('/page/chat/send', { text: 'one' })
  const { messageId }: { messageId: number } = JSON.parse(await response.text())

  await stage.post('/page/chat/send', { text: 'two', replyTo: messageId })

  expect((await stage.state()).chat.messages[1]).toMatchObject({ text: 'two', replyTo: messageId })
})

test('a file reaches the bot, and stands in the chat', async () => {
  const stage = await openStage()
  await stage.run((bot) =>
    bot.on('message:document', (ctx) => ctx.reply(`Got ${ctx.msg.document.file_size} bytes`)),
  )

  const base64 = Buffer.from('{"name": 1}').toString('base64')
  const response = await stage.post('/page/chat/send-file', { name: 'key.json', base64 })

  expect(response.status).toBe(200)
  await stage.user.until('Got 11 bytes')
  expect((await stage.state()).chat.messages[0]).toMatchObject({
    from: 'user',
    document: { name: 'key.json', size: 11 },
  })
})

test('the snapshot holds the commands that the bot registered', async () => {
  const stage = await openStage()
  const commands = [{ command: 'disconnect', description: 'Leave cleanly' }]
  await stage.run((bot) => bot.command('start', () => bot.api.setMyCommands(commands)))

  await stage.post('/page/chat/send', { text: '/start' })
  await stage.user.until(() => stage.botApi.commands().length > 0)

  expect((await stage.state()).chat.commands).toEqual(commands)
})

test('a tap is answered with what the visitor is shown', async () => {
  const stage = await openStage()
  await stage.run((bot) => {
    bot.command('start', (ctx) =>
      ctx.reply('Sell?', {
        reply_markup: { inline_keyboard: [[{ text: 'Sell', callback_data: 'sell' }]] },
      }),
    )
    bot.callbackQuery('sell', (ctx) => ctx.answerCallbackQuery({ text: 'Sold', show_alert: true }))
    bot.on('callback_query', (ctx) => ctx.answerCallbackQuery())
  })
  stage.user.sends('/start')
  const { id } = await stage.user.until('Sell?')

  const sold = await stage.post('/page/chat/tap', { messageId: id, data: 'sell' })
  const silent = await stage.post('/page/chat/tap', { messageId: id, data: 'else' })

  expect(await sold.json()).toEqual({ answered: true, text: 'Sold', showAlert: true })
  expect(await silent.json()).toEqual({ answered: true, showAlert: false })
})

test('a tap that the bot does not answer ends after 15 seconds', async () => {
  const stage = await openStage()
  const { promise: tapped, resolve } = Promise.withResolvers<void>()
  stage.botApi.onEvent(({ type }) => type === 'tapped' && resolve())

  const response = stage.post('/page/chat/tap', { messageId: 1, data: 'stop' })
  await tapped
  stage.clock.advance(15)

  expect(await (await response).json()).toEqual({ answered: false })
})

test('a file downloads under its name and never opens as a page', async () => {
  const stage = await openStage()
  const name = 'käufe "1".html'
  await stage.run((bot) =>
    bot.command('export', (ctx) =>
      ctx.replyWithDocument(new InputFile(Buffer.from('<script>'), name), { caption: 'Here' }),
    ),
  )
  stage.user.sends('/export')
  const { id } = await stage.user.until('Here')

  const response = await stage.get(`/page/chat/file/${id}`)

  expect(await response.text()).toBe('<script>')
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'text/html',
    'content-disposition': `attachment; filename*=UTF-8''k%C3%A4ufe%20%221%22.html`,
    'x-content-type-options': 'nosniff',
  })
  expect((await stage.get('/page/chat/file/1')).status).toBe(400)
})

const REFUSED: [path: string, body: object, error: string][] = [
  ['/page/chat/send', { text: '  ' }, 'Write something first.'],
  ['/page/chat/send-file', { name: 'a.txt', base64: '' }, 'That file is empty.'],
  ['/page/chat/send', { text: 'x'.repeat(4097) }, 'A message holds at most 4096 characters.'],
  ['/page/chat/send', {}, 'The page sent something that does not fit: text.'],
  [
    '/page/chat/tap',
    { messageId: 'x', data: 'a' },
    'The page sent something that does not fit: messageId.',
  ],
]

test('what does not fit is refused in a sentence', async () => {
  const stage = await openStage()

  for (const [path, body, error] of REFUSED) {
    const response = await stage.post(path, body)
    expect([response.status, await response.json()]).toEqual([400, { error }])
  }
})
