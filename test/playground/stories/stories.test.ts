import { afterEach, beforeEach, expect, test } from 'vitest'
import { listen, type Listening } from '../../../src/lib/listen.ts'
import { createPage } from '../../../src/playground/page/page.ts'
import { STORIES } from '../../../src/playground/stories/stories.ts'
import type { Scene } from '../../../src/playground/stories/scene.ts'
import { isOurs } from '../../support/exits.ts'
import { say, tap } from '../../support/journey.ts'
import { openWorld, type World } from '../../support/world.ts'
import { follow } from '../page/stage.ts'

let world: World
let server: Listening
let origin: string
beforeEach(async () => {
  world = await openWorld({ keyCheckSeconds: { idle: 1, busy: 1 }, keyConfirmSeconds: [0.5] })
  const page = createPage({
    botApi: world.telegram,
    exchange: world.exchange,
    user: world.alice,
    isOurs: (clientOrderId) => isOurs({ clientOrderId }),
    clock: world.clock,
    reset: async () => {
      world.telegram.reset()
      world.exchange.reset()
    },
  })
  server = await listen(page, '127.0.0.1', 0)
  origin = `http://127.0.0.1:${server.port}`
})
afterEach(async () => {
  await server.close()
  await world.close()
})

/** What begins with nothing traded. */
const WITHOUT_TRADES = ['no-secret']

test.each(STORIES.map(({ id }) => id))('%s tells what it does until it hands over', async (id) => {
  const scenes = await followScenes()
  const began = performance.now()

  await post('/page/story/begin', { id })

  const told = await scenes.until('visitor')
  expect(performance.now() - began).toBeLessThan(15_000)
  expect(told.length).toBeGreaterThan(1)
  expect(told.at(-1)?.text).toMatch(/^Your turn[.:] /)
  expect(world.exchange.trades().length > 0).toBe(!WITHOUT_TRADES.includes(id))
})

test('A key without a secret goes on with what the visitor does, to the linked key', async () => {
  const { alice, exchange } = world
  const scenes = await followScenes()
  await post('/page/story/begin', { id: 'no-secret' })
  await scenes.until('visitor')
  const screen = alice.messages().findLast((message) => message.screen === 'link-key-pair')
  const [publicKey = ''] = /-----BEGIN[^]+END PUBLIC KEY-----/.exec(screen?.text ?? '') ?? []

  const { apiKey } = exchange.registerPublicKey(publicKey)
  expect((await scenes.next())?.text).toContain('Send the bot the API key')
  await say(alice, apiKey, 'key-linked')

  expect((await scenes.until('nobody')).at(-1)?.text).toContain('Each request is signed')
})

test('Leave cleanly has its last words when the visitor has left', async () => {
  const { alice, exchange } = world
  const scenes = await followScenes()
  await post('/page/story/begin', { id: 'leave-cleanly' })
  await scenes.until('visitor')

  await tap(alice, 'Continue', 'exit-bots')
  expect((await scenes.next())?.text).toContain('“Pause and continue”')
  await tap(alice, 'Pause and continue', 'exit-positions')
  expect((await scenes.next())?.text).toContain('“Close all”')
  await tap(alice, 'Close all', 'exit-loss')
  expect((await scenes.next())?.text).toContain('second yes')
  await tap(alice, 'Realize -', 'exit-plan')
  expect((await scenes.next())?.text).toContain('“Disconnect now”')
  await tap(alice, 'Disconnect now', 'exit-receipt')

  expect((await scenes.until('nobody')).at(-1)?.text).toContain('You are off.')
  expect(exchange.openOrders().map(({ symbol }) => symbol)).toEqual(['ETH/USDT'])
  await post('/page/story/end')
  expect(await scenes.next()).toBeNull()
})

test('The exchange revoked my key goes on once the visitor has deleted it', async () => {
  const { exchange } = world
  const scenes = await followScenes()
  await post('/page/story/begin', { id: 'key-revoked' })
  await scenes.until('visitor')

  exchange.setKeyState(exchange.keys()[0]?.apiKey ?? '', 'deleted')

  expect((await scenes.next())?.text).toContain('before it believes that')
  expect((await scenes.until('nobody')).at(-1)?.text).toContain('One notice')
})

test('Start over calls a story off', async () => {
  const scenes = await followScenes()
  await post('/page/story/begin', { id: 'leave-cleanly' })
  await scenes.until('story')

  await post('/page/reset')

  await expect.poll(() => scenes.next()).toBeNull()
})

test('a story that there is not is refused in a sentence', async () => {
  const response = await post('/page/story/begin', { id: 'none' })

  expect([response.status, await response.json()]).toEqual([
    400,
    { error: 'There is no such story.' },
  ])
})

function post(path: string, body: unknown = {}): Promise<Response> {
  return fetch(`${origin}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify(body),
  })
}

/** What a page is told of the story, from now on. */
async function followScenes() {
  const events = await follow({ origin })
  const next = async (): Promise<Scene | null> => {
    for (;;) {
      const change = await events.next()
      if (change.type === 'scene') return change.scene
    }
  }
  return {
    next,
    /** Everything that is told up to this turn. */
    async until(turn: Scene['turn']): Promise<Scene[]> {
      const told: Scene[] = []
      while (told.at(-1)?.turn !== turn) {
        const scene = await next()
        if (scene !== null) told.push(scene)
      }
      return told
    },
  }
}
