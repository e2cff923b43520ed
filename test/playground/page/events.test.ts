import { expect, test } from 'vitest'
import { follow, openStage } from './stage.ts'

test('a connection begins with the whole state, then hears the chat at once', async () => {
  const stage = await openStage()
  stage.user.sends('before')
  const events = await follow(stage)

  expect(await events.next()).toMatchObject({
    type: 'state',
    state: { chat: { messages: [{ text: 'before' }] }, canReset: false },
  })
  stage.user.sends('after')
  stage.user.tapsData('stop', 1)

  expect(await events.next()).toMatchObject({ type: 'message', message: { text: 'after' } })
  expect(await events.next()).toMatchObject({ type: 'tapped', messageId: 1, data: 'stop' })
})

test('a connection that was lost goes on from the state as it is then', async () => {
  const stage = await openStage()
  await (await follow(stage)).next()
  stage.user.sends('missed')

  const again = await follow(stage)

  expect(await again.next()).toMatchObject({ state: { chat: { messages: [{ text: 'missed' }] } } })
})

test('changes of the exchange are gathered into ten a second', async () => {
  const stage = await openStage()
  const events = await follow(stage)
  await events.next()

  stage.exchange.step()
  stage.exchange.step()
  stage.clock.advance(0.1)
  stage.exchange.step()
  stage.exchange.createKey()
  stage.clock.advance(0.1)

  expect(await events.next()).toMatchObject({ type: 'symbols' })
  expect(await events.next()).toMatchObject({
    type: 'exchange',
    exchange: {
      keys: [{ label: 'Key 1' }],
      happenings: [{ text: 'The key “Key 1” was created.' }],
    },
  })
})

test("nobody hears of another person's chat", async () => {
  const stage = await openStage()
  const events = await follow(stage)
  await events.next()

  stage.botApi.user({ id: 8, firstName: 'Bob' }).sends('private')
  stage.user.sends('mine')

  expect(await events.next()).toMatchObject({ type: 'message', message: { text: 'mine' } })
})

test('a reset of the chat tells the whole state', async () => {
  const stage = await openStage()
  stage.user.sends('before')
  const events = await follow(stage)
  await events.next()

  stage.botApi.reset()

  expect(await events.next()).toMatchObject({ type: 'state', state: { chat: { messages: [] } } })
})
