import { generateKeyPairSync } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { COINBASE_RECORDED } from '../exchange/recorded/coinbase.ts'
import { serve } from '../exchange/support.ts'
import { choosePasting, chooseStrategy, say, tap } from '../support/journey.ts'
import { leaksOf } from '../support/leaks.ts'
import {
  expectCalm,
  newLinkedTrader,
  newTrader,
  untilGone,
  type Trader,
} from '../support/traders.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld({ botTickSeconds: 30 })
})
afterEach(() => expectCalm(world))
afterAll(() => world.close())

/** Opens the question for a key of Binance. */
async function askedForKey(): Promise<Trader & { apiKey: string; secret: string }> {
  const trader = newTrader(world)
  const key = trader.exchange.createKey({ account: trader.account })
  await say(trader.alice, '/link', 'link-exchange')
  await choosePasting(trader.alice, 'Binance')
  return { ...trader, ...key }
}

const fetched = () => world.telegram.calls().filter(({ method }) => method === 'getFile').length

test('the file that Coinbase gives out links its key; it is gone from the chat and stands nowhere', async () => {
  const name =
    'organizations/1f2e3d4c-5b6a-4798-8c7d-0e1f2a3b4c5d/apiKeys/9f8e7d6c-5b4a-4938-8271-605f4e3d2c1b'
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const pem = String(privateKey.export({ type: 'sec1', format: 'pem' }))
  let coinbase: World | undefined
  const origin = await serve((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? ''
    const epoch = Math.floor((coinbase?.clock.now().getTime() ?? 0) / 1000)
    const answers = COINBASE_RECORDED.answers('open')
    const answer = path === '/v2/time' ? { data: { epoch } } : answers[`${request.method} ${path}`]
    response.end(JSON.stringify(answer))
  })
  const opened = await openWorld({ exchangeOrigins: { coinbase: origin } })
  coinbase = opened
  const { alice } = opened
  try {
    await say(alice, '/link', 'link-exchange')
    await tap(alice, 'Coinbase', 'link-credentials')

    const { id } = alice.sendsFile({
      name: 'cdp_api_key.json',
      content: JSON.stringify({ name, privateKey: pem }, null, 2),
    })
    await untilGone(alice, id)
    await alice.until({ screen: 'key-linked' })

    for (const line of pem.split('\n').slice(1, -2)) {
      expect(await leaksOf(opened, line)).toEqual([])
      expect(alice.text()).not.toContain(line)
    }
    await expectCalm(opened)
  } finally {
    await opened.close()
  }
})

test.each([
  ['a text file', (key: string, secret: string) => `Secret Key: ${secret}\r\nAPI Key: ${key}\r\n`],
  [
    'a text file in UTF-16, as Windows may write it',
    (key: string, secret: string) => Buffer.from(`\uFEFF${key}\r\n${secret}\r\n`, 'utf16le'),
  ],
  ['a CSV file', (key: string, secret: string) => `Label,API Key,Secret Key\nbot,${key},${secret}`],
])('%s links a key where it is asked for', async (_, write) => {
  const { alice, apiKey, secret } = await askedForKey()

  const { id } = alice.sendsFile({ name: 'key.txt', content: write(apiKey, secret) })
  await untilGone(alice, id)
  await alice.until({ screen: 'key-linked' })

  expect(await leaksOf(world, secret)).toEqual([])
  expect(await leaksOf(world, apiKey)).toEqual([])
})

test('a key may come in a file, its caption and a text', async () => {
  const one = await askedForKey()
  const { id } = one.alice.sendsFile({ name: 's.txt', content: one.secret, caption: one.apiKey })
  await untilGone(one.alice, id)
  await one.alice.until({ screen: 'key-linked' })

  const other = await askedForKey()
  other.alice.sendsFile({ name: 'key.txt', content: `Secret: ${other.secret}` })
  await other.alice.until({ screen: 'link-next-part' })
  await say(other.alice, other.apiKey, 'key-linked')

  for (const { apiKey, secret } of [one, other]) {
    expect(await leaksOf(world, secret)).toEqual([])
    expect(await leaksOf(world, apiKey)).toEqual([])
  }
})

test('a private key of the trader’s own, as a .pem with CRLF, links the key that Binance gave for it', async () => {
  const { alice, exchange, account } = await askedForKey()
  const pair = generateKeyPairSync('ed25519')
  const publicKey = String(pair.publicKey.export({ type: 'spki', format: 'pem' }))
  const pem = String(pair.privateKey.export({ type: 'pkcs8', format: 'pem' }))
  const { apiKey } = exchange.registerPublicKey(publicKey, { account })

  const content = pem.replaceAll('\n', '\r\n')
  const { id } = alice.sendsFile({ name: 'private.pem', content, caption: `API key: ${apiKey}` })
  await untilGone(alice, id)
  await alice.until({ screen: 'key-linked' })

  expect(await leaksOf(world, pem.split('\n')[1] ?? '')).toEqual([])
  expect(JSON.stringify(world.telegram.calls())).not.toContain(pem.split('\n')[1])
})

test('a file with a secret where nothing is asked is deleted, and that is said', async () => {
  const trader = newTrader(world)
  const { secret } = world.exchange.createKey({ account: trader.account })

  const { id } = trader.alice.sendsFile({ name: 'notes.txt', content: `by the way\n${secret}` })
  await untilGone(trader.alice, id)

  expect((await trader.alice.until({ screen: 'stray-credentials' })).text).toContain(
    'so I deleted your message and kept nothing of it.\nTo link a key, use /link',
  )
  expect(await leaksOf(world, secret)).toEqual([])
})

test('a file with a private key where a number is asked is deleted, and the question stands', async () => {
  const { alice } = await newLinkedTrader(world)
  const { privateKey } = generateKeyPairSync('ed25519')
  const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }))
  await chooseStrategy(alice)

  const { id } = alice.sendsFile({ name: 'my.pem', content: pem })
  await untilGone(alice, id)

  expect((await alice.until({ screen: 'stray-credentials' })).text).toContain(
    'The question above still stands',
  )
  await say(alice, 'BTC/USDT', 'new-bot-question')
  expect(await leaksOf(world, pem.split('\n')[1] ?? '')).toEqual([])
})

test('a file without a secret stays, and is answered like anything that is not understood', async () => {
  const { alice } = newTrader(world)

  const { id } = alice.sendsFile({ name: 'shopping.txt', content: 'bread, milk, 12 eggs' })

  await alice.until({ screen: 'not-understood' })
  expect(alice.messages().map((message) => message.id)).toContain(id)
})

test('a file that holds no text, or is too large for a key, is met with what to send instead', async () => {
  const { alice, apiKey, secret } = await askedForKey()
  const before = fetched()

  const { id } = alice.sendsFile({ name: 'key.png', content: new Uint8Array([137, 80, 0, 255]) })
  await untilGone(alice, id)
  expect((await alice.until({ screen: 'link-send-as-text' })).text).toContain(
    'Please send the API key and the secret key as text',
  )
  expect(fetched()).toBe(before + 1)

  const since = alice.moment()
  alice.sendsFile({ name: 'all.txt', content: `${apiKey}\n${secret}\n${' '.repeat(20_000)}` })
  await alice.until({ screen: 'link-send-as-text', since })
  expect(fetched()).toBe(before + 1)
  expect(await leaksOf(world, secret)).toEqual([])
})

test('a file that Telegram does not hand out is deleted all the same', async () => {
  const trader = newTrader(world)
  const { secret } = world.exchange.createKey({ account: trader.account })
  world.telegram.fault({ method: 'getFile', kind: 'drop' })

  const stray = trader.alice.sendsFile({ name: 'key.txt', content: secret })
  await untilGone(trader.alice, stray.id)
  expect((await trader.alice.until({ screen: 'stray-credentials' })).text).toContain(
    'I could not open that file',
  )

  const asked = await askedForKey()
  world.telegram.fault({ method: 'getFile', kind: 'drop' })
  const { id } = asked.alice.sendsFile({ name: 'key.txt', content: asked.secret })
  await untilGone(asked.alice, id)
  await asked.alice.until({ screen: 'link-send-as-text' })
})

test('when Telegram refuses to delete a file with a secret, the trader is told to', async () => {
  const { alice, apiKey, secret } = await askedForKey()
  world.telegram.fault({ method: 'deleteMessage', kind: 'blocked' })

  alice.sendsFile({ name: 'key.txt', content: `${apiKey}\n${secret}` })

  await alice.until({ screen: 'key-linked' })
  expect(alice.shows({ screen: 'secret-not-deleted' })).toBe(true)
})

test('a file with a secret that comes twice is handled once', async () => {
  const trader = newTrader(world)
  const { secret } = world.exchange.createKey({ account: trader.account })
  const { updateId } = trader.alice.sendsFile({ name: 'key.txt', content: secret })
  await trader.alice.until({ screen: 'stray-credentials' })

  world.telegram.redeliver(updateId)
  await say(trader.alice, '/help', 'help')

  const answers = trader.alice.messages().filter(({ screen }) => screen === 'stray-credentials')
  expect(answers).toHaveLength(1)
  expect(trader.alice.shows({ screen: 'secret-not-deleted' })).toBe(false)
  expect(await leaksOf(world, secret)).toEqual([])
})

test('a file in a group is neither fetched nor stored', async () => {
  const group = world.telegram.group(-100_400, 'Traders with files')
  const { apiKey, secret } = world.exchange.createKey()
  const before = fetched()

  world.alice.sendsFile({ name: 'key.txt', content: secret, caption: apiKey }, group)
  await say(world.alice, '/help', 'help')

  expect(fetched()).toBe(before)
  expect(await leaksOf(world, secret)).toEqual([])
  expect(await leaksOf(world, apiKey)).toEqual([])
})
