import { GrammyError, HttpError } from 'grammy'
import { expect, test } from 'vitest'
import { openStage, TOKEN } from './stage.ts'

test('429 carries retry_after and wears off', async () => {
  const stage = await openStage()
  stage.api.user({ id: 7, firstName: 'Ada', started: true })
  stage.api.fault({ method: 'sendMessage', kind: '429', retryAfter: 3 })
  const send = () => stage.call('sendMessage', { chat_id: 7, text: 'x' })

  expect(await send()).toEqual({
    ok: false,
    error_code: 429,
    description: 'Too Many Requests: retry after 3',
    parameters: { retry_after: 3 },
  })
  expect(await send()).toMatchObject({ ok: true })
})

test('faults last as long as told, for one method or all', async () => {
  const stage = await openStage()
  const { api } = stage.bot()
  stage.api.user({ id: 7, firstName: 'Ada', started: true })
  stage.api.fault({ method: 'sendMessage', kind: 'blocked', times: 2 })
  stage.api.fault({ method: '*', kind: '500' })

  await expect(api.getMe()).rejects.toThrow('Internal Server Error')
  for (const _ of [1, 2]) {
    const failed = await api.sendMessage(7, 'x').catch((error: unknown) => error)
    expect(failed).toBeInstanceOf(GrammyError)
    expect(failed).toMatchObject({
      error_code: 403,
      description: 'Forbidden: bot was blocked by the user',
    })
  }
  await api.sendMessage(7, 'x')
})

test('drop breaks the connection before, drop-after behind the deed', async () => {
  const stage = await openStage()
  const { api } = stage.bot()
  const ada = stage.api.user({ id: 7, firstName: 'Ada', started: true })
  stage.api.fault({ method: 'sendMessage', kind: 'drop' })
  stage.api.fault({ method: 'sendMessage', kind: 'drop-after' })

  await expect(api.sendMessage(7, 'lost')).rejects.toThrow(HttpError)
  await expect(api.sendMessage(7, 'done')).rejects.toThrow(HttpError)

  expect(ada.text()).toBe('done')
  expect(stage.api.calls()).toMatchObject([
    { payload: { text: 'lost' }, fault: 'drop' },
    { payload: { text: 'done' }, fault: 'drop-after', ok: true },
  ])
  expect(stage.api.calls()[0]?.ok).toBeUndefined()
})

test('hold keeps a call waiting until it is released', async () => {
  const stage = await openStage()
  const ada = stage.api.user({ id: 7, firstName: 'Ada', started: true })
  const gate = Promise.withResolvers<void>()
  stage.api.fault({ method: 'sendMessage', kind: 'hold', release: gate.promise })

  const held = stage.call('sendMessage', { chat_id: 7, text: 'first' })
  while (stage.api.calls().length === 0) await fetch(stage.root)
  await stage.call('sendMessage', { chat_id: 7, text: 'second' })
  gate.resolve()
  await held

  expect(ada.text()).toBe('second\nfirst')
})

test('without a socket a dropped call is a network error', async () => {
  const stage = await openStage()
  stage.api.fault({ method: 'getMe', kind: 'drop' })

  const response = await stage.api.app.request(`/bot${TOKEN}/getMe`)

  expect(response.type).toBe('error')
})
