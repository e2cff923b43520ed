import Sqlite from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { webhookSecret } from '../../src/telegram/webhook.ts'
import { wordsOf } from '../../src/telegram/words.ts'
import { openDoorWorld } from '../support/door.ts'
import { choosePasting, say, tap } from '../support/journey.ts'
import { queryOften } from '../support/postgres-run.ts'
import {
  launchDataOf,
  openSealedPage,
  PAGE_URL,
  pagePathOf,
  seal,
  serveApp,
  type OpenedPage,
} from '../support/sealed-page.ts'
import {
  expectCalm,
  labels,
  latest,
  newLinkedTrader,
  newTrader,
  runGrid,
} from '../support/traders.ts'
import type { Trader } from '../support/traders.ts'
import { openWorld, TOKEN, type World } from '../support/world.ts'

const { sealed } = wordsOf('en').keys

let world: World
beforeAll(async () => {
  world = await openWorld({ pageUrl: () => PAGE_URL, botTickSeconds: 30 })
})
afterEach(() => expectCalm(world))
afterAll(() => world.close())

interface Visitor extends Trader {
  origin: string
  path: string
  page: OpenedPage
}

/** Somebody who was asked for credentials and opened the page for them. */
async function onPage(trader = newTrader(world)): Promise<Visitor> {
  await say(trader.alice, '/link', 'link-exchange')
  return opened(trader, pagePathOf(await choosePasting(trader.alice, 'Binance')))
}

async function opened(trader: Trader, path: string): Promise<Visitor> {
  const origin = await serveApp(() => world.app)
  return { ...trader, origin, path, page: await openSealedPage(origin, path) }
}

function keyOf({ exchange, account }: Trader, rights = {}) {
  const { apiKey, secret } = exchange.createKey({ account, ...rights })
  return `${apiKey}\n${secret}`
}

test('the credentials screen offers the sealed page first, in Telegram and in a browser, and says why', async () => {
  const { alice } = newTrader(world)
  await say(alice, '/link', 'link-exchange')
  const screen = await choosePasting(alice, 'Binance')

  expect(screen.text.slice(screen.text.indexOf('Sealed'))).toMatchInlineSnapshot(`
    "Sealed in your browser: Telegram never sees it. Open the page below and paste the API key and the secret key there. It works once, within 10 minutes.

    Or send the API key and the secret key here, each on a line of its own, or a file with them in it.
    API key: 64 letters and digits. Secret key: 64 letters and digits.

    Your message is deleted at once and never stored; Telegram has carried it, though. The key is tried before it is kept."
  `)
  expect(labels(screen)).toEqual([
    ['Open the sealed page'],
    ['Open it in my browser'],
    ['Open Binance'],
    ['‹ Use a key pair instead'],
    ['Cancel'],
  ])
  const [[inTelegram], [inBrowser]] = screen.keyboard as [[object], [object]]
  const url = expect.stringMatching(/^https:\/\/undock\.test\/seal\/[\w-]{43}$/)
  expect(inTelegram).toEqual({ text: sealed.buttons.miniApp, web_app: { url }, style: 'primary' })
  expect(inBrowser).toEqual({ text: sealed.buttons.browser, url })
})

test('a key is linked by the sealed page, and a bot trades with it', async () => {
  const visitor = await onPage()
  const { alice, page } = visitor
  expect(page).toMatchObject({ status: 200, state: 'open' })

  expect(await page.send(keyOf(visitor))).toBe('taken')

  expect((await alice.until({ screen: 'key-linked' })).text).toContain(
    'Rights: read yes, spot trade yes, withdraw no',
  )
  await runGrid(visitor)
})

test('the page says what is asked for and until when, and nothing of who is asked', async () => {
  const { page, alice } = await onPage()

  expect(page.html).toContain('Link your Binance key')
  expect(page.html).toContain('Secret key: 64 letters and digits')
  expect(page.html).toMatch(/until \d\d:\d\d UTC/)
  expect(page.html).not.toContain(String(alice.id))
})

test('another takes the place of a key by the page: bots and their orders stay', async () => {
  const trader = await newLinkedTrader(world)
  const { alice, exchange, account } = trader
  await runGrid(trader)
  const orders = exchange.openOrders(account).map(({ id }) => id)
  await say(alice, '/keys', 'keys')
  await tap(alice, 'Binance', 'key')
  await tap(alice, 'Replace key', 'link-key-pair')
  const screen = await tap(alice, wordsOf('en').keys.pair.buttons.paste, 'link-credentials')
  const { page } = await opened(trader, pagePathOf(screen))
  expect(page.html).toContain('Replace your Binance key')

  expect(await page.send(keyOf(trader))).toBe('taken')

  await alice.until({ screen: 'key-replaced' })
  expect(exchange.openOrders(account).map(({ id }) => id)).toEqual(orders)
})

test('what the exchange refuses is said in the chat, with a new page for a better key', async () => {
  const visitor = await onPage()
  const { alice, page, origin } = visitor
  await page.send(keyOf(visitor, { withdraw: true }))
  const refused = await alice.until({ screen: 'link-refused' })
  expect(refused.text).toContain('may withdraw')

  const again = await openSealedPage(origin, pagePathOf(refused))
  expect(await again.send(keyOf(visitor))).toBe('taken')

  await alice.until({ screen: 'key-linked' })
})

test('rights that the exchange does not tell are asked about like those of a pasted key', async () => {
  const visitor = await onPage()
  const { alice, exchange, page, account } = visitor
  const { apiKey, secret } = exchange.createKey({ account })
  const effect = { kind: 'status', status: 200, body: '{"ipRestrict":true}' } as const
  exchange.fault({ path: '/sapi/v1/account/apiRestrictions', apiKey, effect })

  await page.send(`${apiKey}\n${secret}`)
  await alice.until({ screen: 'link-unclear-rights' })

  await tap(alice, 'Withdraw is off: keep it', 'key-linked')
})

test('what no exchange gives out is answered on the page, which stays good', async () => {
  const visitor = await onPage()
  const { alice, page } = visitor
  const key = keyOf(visitor)

  expect(await page.send('my key is in the drawer')).toBe('malformed')
  expect(await page.send(key.split('\n')[0] ?? '')).toBe('incomplete')
  expect(await page.send(key)).toBe('taken')

  await alice.until({ screen: 'key-linked' })
})

test('a link works once, and says so', async () => {
  const visitor = await onPage()
  const { alice, page, origin, path } = visitor
  await page.send(keyOf(visitor))
  await alice.until({ screen: 'key-linked' })

  expect(await page.send(keyOf(visitor))).toBe('used')
  const again = await openSealedPage(origin, path)
  expect(again).toMatchObject({ status: 410, state: 'used' })
  expect(again.html).toContain('This link has been used already')
})

test('a link works for ten minutes', async () => {
  const visitor = await onPage()
  const { page, origin, path } = visitor
  world.clock.advance(599)
  expect(await openSealedPage(origin, path)).toMatchObject({ status: 200, state: 'open' })

  world.clock.advance(1)

  expect(await page.send(keyOf(visitor))).toBe('expired')
  expect(await openSealedPage(origin, path)).toMatchObject({ status: 410, state: 'expired' })
})

test('a wrong link tells a stranger nothing', async () => {
  const { origin, path, page } = await onPage()
  const wrong = `${path.slice(0, -1)}${path.endsWith('A') ? 'Q' : 'A'}`

  const found = await openSealedPage(origin, wrong)

  expect(found).toMatchObject({ status: 404, state: 'unknown', publicKey: '' })
  expect(found.html).not.toContain('Binance')
  const { publicKey, info } = page
  const sealedText = await seal('a', { publicKey, info })
  expect(await found.post(sealedText)).toBe('unknown')
})

test('a link ends when linking is cancelled, and when a newer one is made', async () => {
  const { alice, origin, path, page, ...rest } = await onPage()
  await tap(alice, 'Cancel', 'no-keys')
  expect(await openSealedPage(origin, path)).toMatchObject({ status: 410, state: 'left' })
  expect(await page.send(keyOf({ ...rest, alice }))).toBe('left')

  await say(alice, '/link', 'link-exchange')
  const first = pagePathOf(await choosePasting(alice, 'Binance'))
  await say(alice, '/link', 'link-exchange')
  const second = pagePathOf(await choosePasting(alice, 'Binance'))

  expect(await openSealedPage(origin, first)).toMatchObject({ state: 'left' })
  expect(await openSealedPage(origin, second)).toMatchObject({ state: 'open' })
})

test('the chat way stays, and a message that is no key brings a new page', async () => {
  const visitor = await onPage()
  const { alice, origin, path } = visitor
  const malformed = await say(alice, 'is it this one?', 'link-malformed')

  expect(await openSealedPage(origin, path)).toMatchObject({ state: 'left' })
  expect(await openSealedPage(origin, pagePathOf(malformed))).toMatchObject({ state: 'open' })
  await say(alice, keyOf(visitor), 'key-linked')
})

test('a Mini App must be opened by the user who was asked, after they were asked', async () => {
  const visitor = await onPage()
  const { alice, clock, page } = visitor
  const { id: mallory } = newTrader(world).alice
  const key = keyOf(visitor)
  const now = clock.now()
  const earlier = new Date(now.getTime() - 120_000)
  const own = launchDataOf(alice.id, now, TOKEN)

  expect(await page.send(key, launchDataOf(mallory, now, TOKEN))).toBe('foreign')
  expect(await page.send(key, launchDataOf(alice.id, earlier, TOKEN))).toBe('stale')
  expect(await page.send(key, launchDataOf(alice.id, now, '1:another'))).toBe('foreign')
  expect(await page.send(key, own.replace('A+%26+B', 'Alice'))).toBe('foreign')
  expect(await page.send(key, own.replace(/hash=.*/, 'hash='))).toBe('foreign')
  expect(await page.send(key, '')).toBe('foreign')
  expect(await page.send(key, own)).toBe('taken')

  await alice.until({ screen: 'key-linked' })
})

test('a changed ciphertext opens nothing, nor does one of another request', async () => {
  const one = await onPage()
  const other = await onPage()
  const key = keyOf(one)
  const whole = await seal(key, one.page)
  const flipped = `${whole.ciphertext.startsWith('A') ? 'B' : 'A'}${whole.ciphertext.slice(1)}`

  expect(await one.page.post({ ...whole, ciphertext: flipped })).toBe('unreadable')
  expect(await one.page.post({ ...whole, ciphertext: whole.ciphertext.slice(0, -4) })).toBe(
    'unreadable',
  )
  expect(await one.page.post({ ...whole, enc: 'AAAA' })).toBe('unreadable')
  expect(await one.page.post({ ...whole, enc: '!' })).toBe('unreadable')
  expect(await one.page.post('{')).toBe('unreadable')
  // Sealed for the other's key, or for this key but in the other's name.
  expect(await other.page.post(whole)).toBe('unreadable')
  const { publicKey } = one.page
  const borrowed = await seal(key, { publicKey, info: other.page.info })
  expect(await one.page.post(borrowed)).toBe('unreadable')
  expect(await one.page.post(whole)).toBe('taken')

  await one.alice.until({ screen: 'key-linked' })
})

test('a body that is too large is refused before it is read', async () => {
  const visitor = await onPage()
  const body = { enc: 'A', ciphertext: 'A'.repeat(40_000) }

  expect(await visitor.page.post(body)).toBe('too-long')
  expect(await visitor.page.send(keyOf(visitor))).toBe('taken')
  await visitor.alice.until({ screen: 'key-linked' })
})

test('of two posts at the same moment one is taken', async () => {
  const visitor = await onPage()
  const { alice, page } = visitor
  const [key, other] = [keyOf(visitor), keyOf(visitor)]

  const answers = await Promise.all([page.send(key), page.send(other)])

  expect(answers.toSorted()).toEqual(['taken', 'used'])
  await alice.until({ screen: 'key-linked' })
  expect((await say(alice, '/keys', 'keys')).text.match(/Binance/g)).toHaveLength(1)
})

test('what comes while linking is cancelled is not linked, and the chat says so', async () => {
  const visitor = await onPage()
  const { alice, page, telegram } = visitor
  const { promise: release, resolve } = Promise.withResolvers<void>()
  telegram.fault({ method: 'sendMessage', kind: 'hold', release })
  alice.sends('/keys')
  const isHeld = () => telegram.calls().some(({ fault }) => fault === 'hold')
  await expect.poll(isHeld, { timeout: 20_000 }).toBe(true)
  alice.sends('/cancel')
  await expect.poll(() => telegram.pendingUpdates(), { timeout: 20_000 }).toBe(0)

  expect(await page.send(keyOf(visitor))).toBe('taken')
  resolve()

  expect((await alice.until({ screen: 'link-sealed-late' })).text).toContain('kept nothing of it')
  await say(alice, '/keys', 'no-keys')
})

const IMPORT = /^(?:import|export)\b[^;'"]*\bfrom\s*["']([^"']+)["']/gm

test('the page and its files let nothing foreign in', async () => {
  const { origin, path, page } = await onPage()
  const response = await fetch(`${origin}${path}`)
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-security-policy':
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors https://web.telegram.org",
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  })

  const links = [...page.html.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, link = '']) => link)
  expect(links.length).toBeGreaterThan(20)
  for (const link of links) {
    expect(link).toMatch(/^page\/[\w/.-]+$/)
    const file = await fetch(new URL(link, `${origin}${path}`))
    expect([link, file.status]).toEqual([link, 200])
    for (const [, name] of (await file.text()).matchAll(IMPORT)) expect(name).toMatch(/^\.{1,2}\//)
  }
  for (const outside of [
    'seal/page/../../app.ts',
    'seal/page/%2e%2e/page-html.ts',
    'seal/page/x.js',
  ])
    expect((await fetch(`${origin}/${outside}`)).status).toBe(404)
})

test('without an https address nothing is offered', async () => {
  const plain = await openDoorWorld()
  try {
    await say(plain.alice, '/link', 'link-exchange')
    await choosePasting(plain.alice, 'Binance')
    expect(labels(latest(plain.alice))).toEqual([
      ['Open Binance'],
      ['‹ Use a key pair instead'],
      ['Cancel'],
    ])
  } finally {
    await plain.close()
  }
})

test('the page is below an https PUBLIC_URL', async () => {
  const publicUrl = 'https://undock.example.org/bots'
  const served = await openWorld({ publicUrl, botTickSeconds: 30 })
  try {
    const { alice, app, telegram } = served
    alice.sends('/start')
    const chat = { id: alice.id, type: 'private', first_name: 'Alice' }
    const from = { id: alice.id, is_bot: false, first_name: 'Alice' }
    const message = { message_id: 1, date: 0, chat }
    const data = 'link:binance:paste'
    const tapped = { id: '1', from, message, data, chat_instance: '1' }
    const { status } = await app.http.request('/telegram', {
      method: 'POST',
      headers: { 'x-telegram-bot-api-secret-token': webhookSecret(TOKEN) },
      body: JSON.stringify({ update_id: 1, callback_query: tapped }),
    })
    expect(status).toBe(200)

    const screen = await alice.until({ screen: 'link-credentials' })

    expect(screen.keyboard[0]?.[0]).toMatchObject({
      web_app: { url: expect.stringContaining(`${publicUrl}/seal/`) },
    })
    expect(telegram.calls().some(({ method }) => method === 'setWebhook')).toBe(true)
  } finally {
    await served.close()
  }
})

async function change({ database }: World, statement: string): Promise<void> {
  if (database.kind === 'postgres') await queryOften(database.url.reveal(), statement)
  else new Sqlite(database.path).exec(statement).close()
}

test('a page that can’t be looked up says so, in the log without a secret', async () => {
  const broken = await openWorld({ pageUrl: () => PAGE_URL, botTickSeconds: 30 })
  try {
    const origin = await serveApp(() => broken.app)
    await say(broken.alice, '/link', 'link-exchange')
    const path = pagePathOf(await choosePasting(broken.alice, 'Binance'))
    const page = await openSealedPage(origin, path)
    await change(broken, 'alter table page_request rename to page_request_away')
    try {
      expect(await page.send('anything')).toBe('unreachable')
      const lost = await openSealedPage(origin, path)
      expect(lost).toMatchObject({ status: 500, state: 'unreachable' })
    } finally {
      // The next test may get this database.
      await change(broken, 'alter table page_request_away rename to page_request')
    }
    expect(await openSealedPage(origin, path)).toMatchObject({ status: 200, state: 'open' })

    const logged = broken.log.filter((line) => line.includes('page-failed'))
    expect(logged).toHaveLength(2)
    expect(logged.join('')).not.toContain(path.slice(-43, -31))
  } finally {
    await broken.close()
  }
})
