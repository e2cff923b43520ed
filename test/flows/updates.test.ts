import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { ScreenKind } from '../../src/telegram/screen-kind.ts'
import { openDoorWorld, type DoorWorld } from '../support/door.ts'
import { chooseStrategy } from '../support/journey.ts'
import { expectCalm, hear, latest, newLinkedTrader, newTrader } from '../support/traders.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
let door: DoorWorld
beforeAll(async () => {
  world = await openWorld({ botTickSeconds: 30 })
  door = await openDoorWorld()
})
afterEach(async () => {
  await expectCalm(world)
  await expectCalm(door)
})
afterAll(async () => {
  await world.close()
  await door.close()
})

test('a message that Telegram delivers again is answered once', async () => {
  const { alice, telegram } = newTrader(world)
  const { updateId } = alice.sends('/start')
  await alice.until({ screen: 'start' })

  telegram.redeliver(updateId)
  telegram.redeliver(updateId)
  await hear(alice, '/bots', 'no-bots')

  const answers = alice.messages().filter(({ screen }) => screen === 'start')
  expect(answers).toHaveLength(1)
})

test('messages of one chat are answered in their order', async () => {
  const { alice } = newTrader(world)

  for (const command of ['/keys', '/bots', '/cancel', '/settings']) alice.sends(command)
  await alice.until({ screen: 'settings' })

  const answers = alice.messages().filter(({ from }) => from === 'bot')
  expect(answers.map(({ text }) => text.slice(0, 7))).toEqual([
    'No exch',
    'No bots',
    'No dial',
    'Setting',
  ])
})

test('one chat’s slow call to Telegram holds up no other chat', async () => {
  const { alice: slow, telegram } = newTrader(world)
  const { alice: quick } = newTrader(world)
  const { promise: release, resolve } = Promise.withResolvers<void>()
  telegram.fault({ method: 'sendMessage', kind: 'hold', release })
  slow.sends('/start')
  await untilCalled(world, 'hold')

  await hear(quick, '/bots', 'no-bots')
  expect(slow.text()).toBe('/start')

  resolve()
  await slow.until({ screen: 'start' })
})

test('one chat’s slow exchange holds up no other chat', async () => {
  const { alice: slow, exchange, clock } = await newLinkedTrader(world)
  const { alice: quick } = newTrader(world)
  exchange.setLatency(60_000)
  const before = exchange.requests().length
  slow.sends('/disconnect')

  await hear(quick, '/bots', 'no-bots')
  await hear(quick, '/start', 'start')
  expect(slow.text()).not.toContain('Disconnect Binance')

  exchange.setLatency(0)
  clock.advance(60)
  expect((await slow.until({ screen: 'exit-last-known' })).text).toContain('Disconnect Binance')
  expect(exchange.requests().length).toBeGreaterThan(before)
})

test('a message that was edited is not taken for a new one, and that is said', async () => {
  const { alice } = newTrader(door)
  door.rewriteNext(({ message, ...rest }) => ({
    ...rest,
    edited_message: { ...message, edit_date: 1 } as never,
  }))

  expect((await hear(alice, '/link', 'edited-message')).text).toContain('I read only new messages')

  expect(latest(alice).text).not.toContain('Which exchange')
})

test('an edited answer leaves its dialogue as it was', async () => {
  const { alice } = await newLinkedTrader(door)
  await chooseStrategy(alice)
  door.rewriteNext(({ message, ...rest }) => ({
    ...rest,
    edited_message: { ...message, edit_date: 1 } as never,
  }))

  expect((await hear(alice, 'ETH/USDT', 'edited-message')).text).toContain('please send it again')
  expect((await hear(alice, 'BTC/USDT', 'new-bot-question')).text).toContain(
    'Lowest price · BTC/USDT',
  )
})

test('messages without text get a sentence, in a dialogue and outside of one', async () => {
  const { alice } = await newLinkedTrader(door)
  const sendsSticker = async (then: ScreenKind, words: string) => {
    door.rewriteNext(({ message, ...rest }) => {
      const { text: _, ...other } = message as { text: string } & object
      return { ...rest, message: { ...other, sticker: {} } as never }
    })
    expect((await hear(alice, 'a sticker', then)).text).toContain(words)
  }

  await sendsSticker('not-understood', 'I can’t do anything with that here')
  await chooseStrategy(alice)
  await sendsSticker('new-bot-refused', 'That is no symbol. Send one like BTC/USDT')
  await hear(alice, 'BTC/USDT', 'new-bot-question')
  await sendsSticker('new-bot-refused', 'Send a number, for example 1.5')
  await hear(alice, '55000', 'new-bot-question')
})

test('a handler that fails apologises, and the chat goes on', async () => {
  const { alice, telegram, log, clock } = newTrader(world)
  expect((await hear(alice, '/start', 'start')).text).toContain('gets you off')
  telegram.fault({ method: 'sendMessage', kind: '500', times: 3 })
  const { id } = alice.sends('/keys')
  const hasAnswer = () => latest(alice).id > id
  while (!hasAnswer()) {
    // Another try is made a second later.
    clock.advance(0.1)
    await new Promise((resolve) => setImmediate(resolve))
  }

  expect(latest(alice).text).toContain('Something went wrong on our side')
  await hear(alice, '/bots', 'no-bots')

  expect(log.filter((line) => line.includes('update-failed'))).toHaveLength(1)
  log.length = 0
})

/** Waits until a call of the bot ran into a fault. */
async function untilCalled({ telegram }: World, fault: string): Promise<void> {
  while (!telegram.calls().some((call) => call.fault === fault)) {
    await new Promise((resolve) => setImmediate(resolve))
  }
}
