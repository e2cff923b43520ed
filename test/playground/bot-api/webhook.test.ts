import { webhookCallback } from 'grammy'
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { listen, openStage, type Stage } from './stage.ts'

test('updates are posted with the secret and handled by grammY', async () => {
  const stage = await openStage()
  const bot = stage.bot()
  bot.on('message:text', (ctx) => ctx.reply(`You said ${ctx.message.text}`))
  const hook = new Hono()
  hook.post('/hook', webhookCallback(bot, 'hono', { secretToken: 's3cret' }))
  const url = `${await listen(hook)}/hook`

  await bot.api.setWebhook(url, { secret_token: 's3cret' })
  const ada = stage.api.user({ id: 7, firstName: 'Ada' })
  ada.sends('one')
  ada.sends('two')
  await ada.until('You said two')

  expect(ada.text()).toBe('one\ntwo\nYou said one\nYou said two')
  expect(await stage.call('getUpdates')).toMatchObject({
    error_code: 409,
    description: expect.stringContaining("can't use getUpdates method while webhook is active"),
  })
  expect(await bot.api.getWebhookInfo()).toMatchObject({ url, allowed_updates: [] })
})

test('a refused update is posted again, in order, after growing waits', async () => {
  const stage = await openStage()
  const posted: string[] = []
  let refusals = 2
  const hook = new Hono()
  const seen = Promise.withResolvers<void>()
  hook.post('/hook', async (c) => {
    const update: { message: { text: string } } = await c.req.json()
    posted.push(update.message.text)
    if (posted.length === 4) seen.resolve()
    refusals -= 1
    return c.body(null, refusals >= 0 ? 500 : 200)
  })
  const ada = stage.api.user({ id: 7, firstName: 'Ada' })
  ada.sends('one')
  ada.sends('two')

  await stage.call('setWebhook', { url: `${await listen(hook)}/hook` })
  await refused(stage, 1)
  stage.clock.advance(1)
  await refused(stage, 2)
  stage.clock.advance(1)
  expect(posted).toEqual(['one', 'one'])
  stage.clock.advance(1)
  await seen.promise

  expect(posted).toEqual(['one', 'one', 'one', 'two'])

  /** The refusal is in the webhook's info once it was noticed; each look is a round trip. */
  async function refused(on: Stage, times: number): Promise<void> {
    const fresh = Math.floor(on.clock.now().getTime() / 1000)
    for (;;) {
      const { result } = await on.call('getWebhookInfo')
      const error = { last_error_date: fresh, pending_update_count: 2 }
      if (posted.length === times && isLike(result, error)) return
    }
  }
})

test('a method given as the answer to an update is performed', async () => {
  const stage = await openStage()
  const hook = new Hono()
  hook.post('/hook', (c) => c.json({ method: 'sendMessage', chat_id: 7, text: 'by answer' }))
  await stage.call('setWebhook', { url: `${await listen(hook)}/hook` })
  const ada = stage.api.user({ id: 7, firstName: 'Ada' })

  ada.sends('hello')

  expect(await ada.until('by answer')).toMatchObject({ from: 'bot' })
})

test('setWebhook ends a long poll and checks its arguments; deleteWebhook drops updates', async () => {
  const stage = await openStage()
  const poll = stage.call('getUpdates', { timeout: 30 })
  while (stage.api.calls().length === 0) await fetch(stage.root)

  await stage.call('setWebhook', { url: 'http://127.0.0.1:1/closed' })

  expect(await poll).toMatchObject({ description: 'Conflict: terminated by setWebhook request' })
  expect(await stage.call('setWebhook', { url: 'ftp://x' })).toMatchObject({ error_code: 400 })
  expect(await stage.call('setWebhook', { secret_token: 'a b' })).toMatchObject({
    description: 'Bad Request: secret token contains unallowed characters',
  })
  stage.api.user({ id: 7, firstName: 'Ada' }).sends('x')
  expect(stage.api.pendingUpdates()).toBe(1)
  await stage.call('deleteWebhook', { drop_pending_updates: true })
  expect(stage.api.pendingUpdates()).toBe(0)
})

function isLike(value: unknown, part: Record<string, unknown>): boolean {
  const object: object = typeof value === 'object' && value !== null ? value : {}
  return Object.entries(part).every(([key, want]) => Reflect.get(object, key) === want)
}
