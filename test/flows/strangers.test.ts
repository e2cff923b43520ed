import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { say } from '../support/journey.ts'
import { leaksOf } from '../support/leaks.ts'
import { expectCalm, hear, newTrader, untilGone } from '../support/traders.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld({ allowedUsers: ['42'] })
})
afterEach(() => expectCalm(world))
afterAll(() => world.close())

test('a stranger is told their own id and nothing more, whatever they say', async () => {
  const { alice: stranger } = newTrader(world)

  for (const text of ['/start', '/link', '/disconnect', 'hello', '/export']) {
    const answer = await hear(stranger, text, 'not-allowed')
    expect(answer.text).toBe(`Your Telegram id is ${stranger.id}.`)
    expect(answer.keyboard).toEqual([])
  }
  expect(stranger.messages().filter(({ from }) => from === 'bot')).toHaveLength(5)
})

test('a stranger’s taps are answered and do nothing', async () => {
  const { alice: stranger } = newTrader(world)
  const { id } = await hear(stranger, '/start', 'not-allowed')

  const tapped = stranger.tapsData('link', id)

  expect(await stranger.untilAnswered(tapped)).toMatchObject({ text: 'You are not allowed here.' })
  expect(stranger.messages().filter(({ from }) => from === 'bot')).toHaveLength(1)
})

test('a secret that a stranger sends is deleted and stands nowhere', async () => {
  const { alice: stranger, exchange } = newTrader(world)
  const { secret } = exchange.createKey()

  const { id } = stranger.sends(secret)
  await untilGone(stranger, id)

  await stranger.until({ screen: 'not-allowed' })
  expect(await leaksOf(world, secret)).toEqual([])
})

test('a file with a secret that a stranger sends is deleted and stands nowhere', async () => {
  const { alice: stranger, exchange } = newTrader(world)
  const { secret } = exchange.createKey()

  const { id } = stranger.sendsFile({ name: 'key.txt', content: `my key\n${secret}` })
  await untilGone(stranger, id)

  await stranger.until({ screen: 'not-allowed' })
  expect(await leaksOf(world, secret)).toEqual([])
})

test('those who are named get the bot', async () => {
  await say(world.alice, '/start', 'start')
})

test('a group is told once that nothing happens there, and then nothing, not even after a restart', async () => {
  const { telegram, alice } = world
  const group = telegram.group(-100_200, 'Traders')
  const fromBot = () => group.messages().filter(({ from }) => from === 'bot')

  alice.sendsIn(group, '/start')
  alice.sendsIn(group, '/disconnect')
  await say(alice, '/help', 'help')
  await world.restart()
  alice.sendsIn(group, '/bots')
  await hear(alice, '/help', 'help')

  expect(fromBot().map(({ text }) => text)).toEqual([
    'Undock talks in private chats only. It does nothing here.',
  ])
})

test('what is said in a group is not stored, and no key is taken from there', async () => {
  const { telegram, alice, exchange } = world
  const group = telegram.group(-100_300, 'More traders')
  const { apiKey, secret } = exchange.createKey()

  alice.sendsIn(group, `${apiKey}\n${secret}`)
  await hear(alice, '/keys', 'no-keys')

  expect(await leaksOf(world, secret)).toEqual([])
})
