import { InlineKeyboard } from 'grammy'
import { expect, test } from 'vitest'
import { openStage, type Stage } from './stage.ts'

test('a grammY bot answers a command and edits its message on a tap', async () => {
  const stage = await openStage()
  const bot = stage.bot()
  const keyboard = new InlineKeyboard().text('Stop bot', 'stop').danger()
  bot.command('start', (ctx) =>
    ctx.reply('<b>Welcome</b>', { parse_mode: 'HTML', reply_markup: keyboard }),
  )
  bot.callbackQuery('stop', async (ctx) => {
    await ctx.editMessageText('Stopped')
    await ctx.answerCallbackQuery('Done')
  })
  await stage.run(bot)
  const ada = stage.api.user({ id: 7, firstName: 'Ada' })

  ada.sends('/start')
  const welcome = await ada.until('Welcome')
  const tap = ada.taps('Stop')
  const answer = await ada.untilAnswered(tap)

  expect(welcome).toMatchObject({
    html: '<b>Welcome</b>',
    keyboard: [[{ text: 'Stop bot', style: 'danger', callback_data: 'stop' }]],
  })
  expect(answer).toEqual({ text: 'Done', showAlert: false })
  expect(ada.screen()).toMatchObject({ id: welcome.id, text: 'Stopped', keyboard: [] })
  expect(stage.api.unansweredTaps()).toEqual([])
})

test('getUpdates waits, gives what comes and repeats it until it is confirmed', async () => {
  const stage = await openStage()
  const ada = stage.api.user({ id: 7, firstName: 'Ada' })
  const polled = stage.call('getUpdates', { timeout: 30 })
  await called(stage, 'getUpdates', 1)

  const { updateId } = ada.sends('hello')

  const first = await polled
  expect(first).toMatchObject({ result: [{ update_id: updateId, message: { text: 'hello' } }] })
  expect(await stage.call('getUpdates', { timeout: 30 })).toEqual(first)
  expect(await stage.call('getUpdates', { offset: updateId + 1 })).toMatchObject({ result: [] })
  expect(stage.api.pendingUpdates()).toBe(0)
})

test('getUpdates ends with nothing when its time is over', async () => {
  const stage = await openStage()
  const polled = stage.call('getUpdates', { timeout: 30 })
  await called(stage, 'getUpdates', 1)

  stage.clock.advance(30)

  expect(await polled).toEqual({ ok: true, result: [] })
})

test('a second poll ends the first with 409', async () => {
  const stage = await openStage()
  const first = stage.call('getUpdates', { timeout: 30 })
  await called(stage, 'getUpdates', 1)
  const second = stage.call('getUpdates', { timeout: 30 })

  expect(await first).toMatchObject({
    error_code: 409,
    description: expect.stringContaining('terminated by other getUpdates request'),
  })
  stage.api.stop()
  expect(await second).toMatchObject({ result: [] })
})

test('getUpdates keeps to limit, a negative offset and allowed_updates', async () => {
  const stage = await openStage()
  const ada = stage.api.user({ id: 7, firstName: 'Ada' })
  const [one, , three] = ['1', '2', '3'].map((text) => ada.sends(text).updateId)

  expect(await ids(stage, { limit: 1 })).toEqual([one])
  expect(await ids(stage, { offset: -1 })).toEqual([three])
  expect(stage.api.pendingUpdates()).toBe(1)

  await stage.call('getUpdates', { offset: Number(three) + 1, allowed_updates: ['callback_query'] })
  ada.sends('unwanted')
  expect(stage.api.pendingUpdates()).toBe(0)
})

test('redeliver() gives the same update once more', async () => {
  const stage = await openStage()
  const bot = stage.bot()
  const seen: number[] = []
  bot.on('message:text', async (ctx) => {
    seen.push(ctx.update.update_id)
    await ctx.reply(`seen ${seen.length}`)
  })
  await stage.run(bot)
  const ada = stage.api.user({ id: 7, firstName: 'Ada' })

  const { updateId } = ada.sends('once')
  await ada.until('seen 1')
  stage.api.redeliver(updateId)
  await ada.until('seen 2')

  expect(seen).toEqual([updateId, updateId])
  expect(() => stage.api.redeliver(1)).toThrow('Cannot redeliver update 1: unknown')
})

/** Resolves once a method was called so many times; each look is a round trip to the server. */
async function called(stage: Stage, method: string, times: number) {
  const count = () => stage.api.calls().filter((call) => call.method === method).length
  while (count() < times) await stage.call('getMe')
}

async function ids(stage: Stage, poll: object): Promise<unknown[]> {
  const { result } = await stage.call('getUpdates', poll)
  return Array.isArray(result)
    ? result.map((update: { update_id: number }) => update.update_id)
    : []
}
