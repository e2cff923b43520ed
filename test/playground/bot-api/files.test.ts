import { InputFile, InputMediaBuilder } from 'grammy'
import { expect, test } from 'vitest'
import { openStage, TOKEN } from './stage.ts'

const CSV = 'symbol,side\nBTC/USDT,buy\n'

test('a document goes up by grammY and comes down over HTTP', async () => {
  const stage = await openStage()
  const { api } = stage.bot()
  const ada = stage.api.user({ id: 7, firstName: 'Ada', started: true })

  const sent = await api.sendDocument(7, new InputFile(Buffer.from(CSV), 'trades 2026-11.csv'), {
    caption: '<b>Trades</b>',
    parse_mode: 'HTML',
  })
  const { file_path: path } = await api.getFile(sent.document.file_id)
  const download = await fetch(`${stage.root}/file/bot${TOKEN}/${path}`)

  expect(await download.text()).toBe(CSV)
  expect(download.headers.get('content-type')).toBe('text/csv')
  expect(Buffer.from(ada.file(sent.message_id)).toString()).toBe(CSV)
  expect(ada.screen()).toMatchObject({
    html: '<b>Trades</b>',
    document: { name: 'trades 2026-11.csv', size: CSV.length, fileId: sent.document.file_id },
  })
  expect(stage.api.calls()[0]).toMatchObject({
    method: 'sendDocument',
    payload: { chat_id: '7', caption: '<b>Trades</b>' },
  })
})

test('an album of documents, a photo and a file sent again by its id', async () => {
  const stage = await openStage()
  const { api } = stage.bot()
  const ada = stage.api.user({ id: 7, firstName: 'Ada', started: true })
  const files = ['a.csv', 'b.csv'].map((name) => new InputFile(Buffer.from(name), name))

  const album = await api.sendMediaGroup(
    7,
    files.map((file) => InputMediaBuilder.document(file, { caption: 'x' })),
  )
  const photo = await api.sendPhoto(7, new InputFile(Buffer.from('png'), 'chart.png'))
  await api.sendDocument(7, ada.messages()[0]?.document?.fileId ?? '')

  const [first, second] = ada.messages()
  expect(album).toMatchObject(
    [first, second].map((item) => ({ media_group_id: first?.albumId, message_id: item?.id })),
  )
  expect(ada.messages().map(({ document }) => document?.name)).toEqual([
    'a.csv',
    'b.csv',
    undefined,
    'a.csv',
  ])
  expect(photo.photo).toHaveLength(1)
  expect(ada.messages()[2]?.photo).toMatchObject({ name: 'chart.png', type: 'image/png', size: 3 })
})

test('editMessageMedia puts another file into a message', async () => {
  const stage = await openStage()
  const { api } = stage.bot()
  const ada = stage.api.user({ id: 7, firstName: 'Ada', started: true })
  const sent = await api.sendPhoto(7, new InputFile(Buffer.from('one'), 'one.png'))

  const media = InputMediaBuilder.photo(new InputFile(Buffer.from('two'), 'two.png'))
  await api.editMessageMedia(7, sent.message_id, media)

  expect(Buffer.from(ada.file(sent.message_id)).toString()).toBe('two')
  await expect(api.editMessageText(7, sent.message_id, 'x')).rejects.toThrow(
    'there is no text in the message to edit',
  )
  await api.editMessageCaption(7, sent.message_id, { caption: 'Chart' })
  expect(ada.text()).toBe('Chart')
})

test('an empty file, a long caption and a missing path are refused', async () => {
  const stage = await openStage()
  const { api } = stage.bot()
  stage.api.user({ id: 7, firstName: 'Ada', started: true })

  await expect(api.sendDocument(7, textFile(''))).rejects.toThrow('file must be non-empty')
  await expect(api.sendDocument(7, textFile('x'), { caption: 'x'.repeat(1025) })).rejects.toThrow(
    'message caption is too long',
  )
  expect((await fetch(`${stage.root}/file/bot${TOKEN}/documents/none`)).status).toBe(404)
})

function textFile(text: string): InputFile {
  return new InputFile(Buffer.from(text), 'x.txt')
}

test('urlencoded and query arguments are read like JSON', async () => {
  const stage = await openStage()
  const ada = stage.api.user({ id: 7, firstName: 'Ada', started: true })
  const keyboard = { inline_keyboard: [[{ text: 'A', callback_data: '1' }]] }
  const body = new URLSearchParams({ text: '{"a":1}', reply_markup: JSON.stringify(keyboard) })

  const response = await fetch(`${stage.root}/bot${TOKEN}/sendMessage?chat_id=7`, {
    method: 'POST',
    body,
  })

  expect(response.status).toBe(200)
  expect(ada.screen()).toMatchObject({ text: '{"a":1}', keyboard: keyboard.inline_keyboard })
})

test('a file that a person sends reaches the bot and can be fetched, also when its message is deleted', async () => {
  const stage = await openStage()
  const { api } = stage.bot()
  const ada = stage.api.user({ id: 7, firstName: 'Ada' })

  const { id } = ada.sendsFile({ name: 'notes.txt', content: 'grüße', caption: 'look' })
  const [update] = await api.getUpdates()
  await api.deleteMessage(7, id)

  const document = update?.message?.document
  expect(update?.message).toMatchObject({ message_id: id, caption: 'look', from: { id: 7 } })
  expect(document).toMatchObject({ file_name: 'notes.txt', mime_type: 'text/plain', file_size: 7 })
  const { file_path: path } = await api.getFile(document?.file_id ?? '')
  const download = await fetch(`${stage.root}/file/bot${TOKEN}/${path}`)
  expect(await download.text()).toBe('grüße')
})
