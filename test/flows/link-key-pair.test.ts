import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { ChatMessage } from '../../src/playground/bot-api/message.ts'
import { wordsOf } from '../../src/telegram/words.ts'
import { say, tap } from '../support/journey.ts'
import {
  BTC_GRID,
  expectCalm,
  labels,
  latest,
  newLinkedTrader,
  newTrader,
  runGrid,
} from '../support/traders.ts'
import type { Trader } from '../support/traders.ts'
import { openWorld, type World } from '../support/world.ts'

const { buttons } = wordsOf('en').keys.pair

let world: World
beforeAll(async () => {
  world = await openWorld({ botTickSeconds: 30 })
})
afterEach(() => expectCalm(world))
afterAll(() => world.close())

/** The public key as somebody copies it by a tap on it. */
function copied({ text, entities }: ChatMessage): string {
  const { offset = 0, length = 0 } = entities.find(({ type }) => type === 'code') ?? {}
  return text.slice(offset, offset + length)
}

async function offeredPair(): Promise<Trader & { screen: ChatMessage; publicKey: string }> {
  const trader = newTrader(world)
  await say(trader.alice, '/link', 'link-exchange')
  const screen = await tap(trader.alice, 'Binance', 'link-key-pair')
  return { ...trader, screen, publicKey: copied(screen) }
}

test('Binance is first linked by a public key, with steps and a sketch of where to paste it', async () => {
  const { screen, publicKey } = await offeredPair()

  const moment = /\d{4}-\d\d-\d\d \d\d:\d\d UTC/
  expect(screen.text.replace(publicKey, 'PUBLIC KEY').replace(moment, 'TOMORROW'))
    .toMatchInlineSnapshot(`
      "Link Binance

      No secret passes through this chat. I made a key pair for you: its private key is sealed here and never leaves. Binance only gets the public key below.

      1. On the Binance website, open your profile and then API Management.
      2. Create API, Self-generated, Next.
      3. Paste the public key below into the box, with its first and last line. Next.
      4. Give it a label and pass the two-factor check.
      5. Edit restrictions, Restrict access to trusted IPs only.
      6. Enter these IP addresses: 203.0.113.7.
      7. Tick Enable Spot & Margin Trading. Do not tick Enable Withdrawals. Save.
      8. Copy the API key that Binance shows now.

      Public key (tap to copy):
      PUBLIC KEY

      Sketch of where to paste it; the real page of Binance looks different:
      ┌ Create API ────────────────┐
      │ ( ) System generated       │
      │ (•) Self-generated         │
      │ ┌ public key ────────────┐ │
      │ │ >> paste it here <<    │ │
      │ └────────────────────────┘ │
      │                   [ Next ] │
      └────────────────────────────┘

      Then send me the API key that you get for it: 64 letters and digits. It is useless without the private key, so it is no secret.
      This key pair waits for its API key until TOMORROW. After that I destroy it."
    `)
  expect(labels(screen)).toEqual([
    ['Copy the public key'],
    ['Open Binance'],
    ['Public key as a file (.pem)'],
    ['Paste a key and secret instead'],
    ['Cancel'],
  ])
  expect(screen.keyboard[0]?.[0]).toEqual({
    text: 'Copy the public key',
    copy_text: { text: publicKey },
  })
})

test('the trader registers the public key, sends the API key, and a bot trades with the pair', async () => {
  const trader = await offeredPair()
  const { alice, exchange, account, publicKey } = trader
  const { apiKey } = exchange.registerPublicKey(publicKey, { account })

  const linked = await say(alice, apiKey, 'key-linked')

  expect(linked.text).toContain('Rights: read yes, spot trade yes, withdraw no')
  await runGrid(trader, BTC_GRID)
})

test('the public key comes as a file too', async () => {
  const { alice, publicKey } = await offeredPair()

  const sent = await tap(alice, buttons.asFile, 'link-public-key')

  expect(sent.document?.name).toBe('undock-public-key-binance.pem')
  expect(new TextDecoder().decode(alice.file(sent.id))).toBe(`${publicKey}\n`)
})

test('the pair is the same when the trader comes back, also after a restart', async () => {
  const { alice, exchange, account, publicKey } = await offeredPair()
  await tap(alice, 'Cancel', 'no-keys')
  await world.restart()

  await say(alice, '/link', 'link-exchange')
  expect(copied(await tap(alice, 'Binance', 'link-key-pair'))).toBe(publicKey)
  await world.restart()
  await say(alice, exchange.registerPublicKey(publicKey, { account }).apiKey, 'key-linked')
})

test('the API key is awaited for a day; then the pair is gone, and a new one is made', async () => {
  const { alice, exchange, account, publicKey } = await offeredPair()
  const { apiKey } = exchange.registerPublicKey(publicKey, { account })

  world.clock.advance(86_400 - 600)
  expect((await say(alice, 'hm?', 'link-api-key-malformed')).text).toContain(
    'That is not an API key of Binance. It is 64 letters and digits.',
  )
  world.clock.advance(601)
  await say(alice, apiKey, 'stray-credentials')
  const since = alice.moment()
  alice.taps(buttons.show)
  const again = await alice.until({ screen: 'link-key-pair', since })
  expect(copied(again)).not.toBe(publicKey)
  expect((await say(alice, apiKey, 'link-refused')).text).toContain(
    'This API key was not made with my public key.',
  )
})

test('an expired pair has no file any more', async () => {
  const { alice } = await offeredPair()
  world.clock.advance(86_401)

  const { text } = await alice.untilAnswered(alice.taps(buttons.asFile))

  expect(text).toContain('That key pair has expired')
})

test('what the exchange refuses is said in words for a pair, and a better API key is taken right after', async () => {
  const { alice, exchange, account, publicKey } = await offeredPair()
  const other = exchange.createKey({ account })
  const risky = exchange.registerPublicKey(publicKey, { account, withdraw: true })

  expect((await say(alice, other.apiKey, 'link-refused')).text).toContain(
    'not made with my public key',
  )
  expect((await say(alice, 'k'.repeat(63) + '1', 'link-refused')).text).toContain(
    'The exchange does not know this API key.',
  )
  const both = await say(alice, `${other.apiKey}\n${other.secret}`, 'link-api-key-malformed')
  expect(both.text).toContain('I only need the API key, and kept nothing of what you sent.')
  expect((await say(alice, risky.apiKey, 'link-refused')).text).toContain('may withdraw')
  expect(labels(latest(alice))).toEqual([['Show the public key', 'Open Binance'], ['Cancel']])
  expect(copied(await tap(alice, 'Show the public key', 'link-key-pair'))).toBe(publicKey)
  exchange.setKeyRights(risky.apiKey, { withdraw: false })
  await say(alice, risky.apiKey, 'key-linked')
})

test('the API key may come in a file; a file without one is met with what it looks like', async () => {
  const { alice, exchange, account, publicKey } = await offeredPair()
  const { apiKey } = exchange.registerPublicKey(publicKey, { account })
  const since = alice.moment()

  alice.sendsFile({ name: 'empty.txt', content: 'none' })
  const { text } = await alice.until({ screen: 'link-api-key-malformed', since })
  expect(text).toContain('It is 64 letters and digits.')
  alice.sendsFile({ name: 'key.txt', content: `API key: ${apiKey}` })

  await alice.until({ screen: 'key-linked', since })
})

test('a key and secret can be pasted instead, and the way back is the same pair', async () => {
  const { alice, exchange, account, publicKey } = await offeredPair()

  await tap(alice, buttons.paste, 'link-credentials')
  expect(copied(await tap(alice, buttons.pair, 'link-key-pair'))).toBe(publicKey)
  await tap(alice, buttons.paste, 'link-credentials')
  const { apiKey, secret } = exchange.createKey({ account })
  await say(alice, `${apiKey}\n${secret}`, 'key-linked')
})

test('a pair takes the place of a key with a secret: bots and their orders stay', async () => {
  const trader = await newLinkedTrader(world)
  const { alice, exchange, account } = trader
  await runGrid(trader)
  const orders = exchange.openOrders(account).map(({ id }) => id)
  await say(alice, '/keys', 'keys')
  await tap(alice, 'Binance', 'key')
  const screen = await tap(alice, 'Replace key', 'link-key-pair')
  expect(screen.text).toContain('Bots, books and history stay')

  const { apiKey } = exchange.registerPublicKey(copied(screen), { account })
  await say(alice, apiKey, 'key-replaced')

  await say(alice, '/bots', 'bots')
  expect(exchange.openOrders(account).map(({ id }) => id)).toEqual(orders)
})

test('another’s public key file can’t be had', async () => {
  const { alice, screen } = await offeredPair()
  const data = alice.taps(buttons.asFile).data
  await alice.until({ screen: 'link-public-key' })
  const { alice: mallory } = newTrader(world)
  await say(mallory, '/keys', 'no-keys')

  const { text } = await mallory.untilAnswered(mallory.tapsData(data, screen.id))

  expect(text).toContain('That key pair has expired')
})
