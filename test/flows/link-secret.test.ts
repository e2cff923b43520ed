import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Message, Update } from 'grammy/types'
import { webhookSecret } from '../../src/telegram/webhook.ts'
import { openDoorWorld, type DoorWorld } from '../support/door.ts'
import { choosePasting, chooseStrategy, say } from '../support/journey.ts'
import { leaksOf } from '../support/leaks.ts'
import { expectCalm, latest, newLinkedTrader, newTrader, untilGone } from '../support/traders.ts'
import { TOKEN } from '../support/world.ts'

let world: DoorWorld
beforeAll(async () => {
  world = await openDoorWorld()
})
afterEach(() => expectCalm(world))
afterAll(() => world.close())

/** Sends what holds the secret; the message must be gone within a second and leave no trace. */
async function expectNoTrace(
  { alice }: Pick<DoorWorld, 'alice'>,
  text: string,
  secret: string,
): Promise<void> {
  const { id } = alice.sends(text)
  await untilGone(alice, id)
  expect(await leaksOf(world, secret)).toEqual([])
}

/** Makes a message of text into another kind of message with the same words. */
function withMessage(change: (message: Message.TextMessage) => object) {
  return (update: Update): Update => {
    const { message, ...rest } = update
    return { ...rest, ...change(message as Message.TextMessage) }
  }
}

const asEdit = withMessage((message) => ({ edited_message: { ...message, edit_date: 1 } }))
const asCaption = withMessage(({ text, ...message }) => ({
  message: { ...message, caption: text, document: { file_id: 'f', file_unique_id: 'u' } },
}))
const asSticker = withMessage(({ text: _text, ...message }) => ({
  message: { ...message, sticker: { file_id: 'f', file_unique_id: 'u' } },
}))
const asReply = withMessage(({ text, ...message }) => ({
  message: { ...message, text: 'this one?', quote: { text, position: 0 } },
}))

test('the secret of a linked key is gone from the chat and stands nowhere', async () => {
  const trader = newTrader(world)
  const { alice, exchange, account } = trader
  const { apiKey, secret } = exchange.createKey({ account })
  await say(alice, '/link', 'link-exchange')
  await choosePasting(alice, 'Binance')

  await expectNoTrace(trader, `${apiKey}\n${secret}`, secret)
  await alice.until({ screen: 'key-linked' })

  expect(alice.text()).not.toContain(secret)
  expect(alice.text()).not.toContain(apiKey)
  expect(await leaksOf(world, secret)).toEqual([])
  expect(await leaksOf(world, apiKey)).toEqual([])
})

test('the secret of a refused key is gone from the chat and stands nowhere', async () => {
  const trader = newTrader(world)
  const { alice, exchange, account } = trader
  const { apiKey, secret } = exchange.createKey({ account, withdraw: true })
  await say(alice, '/link', 'link-exchange')
  await choosePasting(alice, 'Binance')

  await expectNoTrace(trader, `${apiKey}\n${secret}`, secret)
  expect((await alice.until({ screen: 'link-refused' })).text).toContain('may withdraw')

  expect(await leaksOf(world, secret)).toEqual([])
  expect(await leaksOf(world, apiKey)).toEqual([])
})

test.each([
  ['alone', (secret: string) => secret],
  ['behind a line break', (secret: string) => `my secret is\n${secret}`],
  ['behind a tab', (secret: string) => `secret:\t${secret}\r\n`],
  ['inside a long text', (secret: string) => `${'so many words '.repeat(200)}${secret} and more`],
  ['with letters glued to it', (secret: string) => `secret${secret}`],
  ['with its last letter missing', (secret: string) => secret.slice(0, -1)],
  ['in a command', (secret: string) => `/link ${secret}`],
  ['in a code block', (secret: string) => `\`${secret}\``],
])('a secret where nothing is asked (%s) is deleted, and that is said', async (_, write) => {
  const trader = newTrader(world)
  const { secret } = world.exchange.createKey({ account: trader.account })

  await expectNoTrace(trader, write(secret), secret)

  expect((await trader.alice.until({ screen: 'stray-credentials' })).text).toContain(
    'so I deleted your message and kept nothing of it.\nTo link a key, use /link',
  )
  expect(await leaksOf(world, secret)).toEqual([])
})

test.each([
  ['an edited message', asEdit],
  ['a caption', asCaption],
  ['a quote', asReply],
])('a secret in %s is deleted, and that is said', async (_, change) => {
  const trader = newTrader(world)
  const { secret } = world.exchange.createKey({ account: trader.account })
  world.rewriteNext(change)

  await expectNoTrace(trader, secret, secret)

  expect((await trader.alice.until({ screen: 'stray-credentials' })).text).toContain(
    'I deleted your message and kept nothing of it',
  )
  expect(await leaksOf(world, secret)).toEqual([])
})

test('credentials in a caption or an edit link a key where they are asked for', async () => {
  for (const change of [asEdit, asCaption]) {
    const trader = newTrader(world)
    const { alice, exchange, account } = trader
    const { apiKey, secret } = exchange.createKey({ account })
    await say(alice, '/link', 'link-exchange')
    await choosePasting(alice, 'Binance')
    world.rewriteNext(change)

    await expectNoTrace(trader, `${apiKey}\n${secret}`, secret)
    await alice.until({ screen: 'key-linked' })
  }
})

test('a picture where credentials are asked for is deleted, and met with what to send instead', async () => {
  const { alice, exchange, account } = newTrader(world)
  const { apiKey, secret } = exchange.createKey({ account })
  await say(alice, '/link', 'link-exchange')
  await choosePasting(alice, 'Binance')
  world.rewriteNext(asSticker)

  const since = alice.moment()
  const { id } = alice.sends('a sticker')
  await untilGone(alice, id)
  const { text } = await alice.until({ screen: 'link-send-as-text', since })

  expect(text).toContain('Please send the API key and the secret key as text')
  expect(text).toContain('I deleted it')
  await say(alice, `${apiKey}\n${secret}`, 'key-linked')
})

test('a secret pasted where a symbol or a number is asked is deleted, and the question stands', async () => {
  const trader = await newLinkedTrader(world)
  const { alice, exchange, account } = trader
  const { secret } = exchange.createKey({ account })
  await chooseStrategy(alice)

  await expectNoTrace(trader, secret, secret)
  expect((await alice.until({ screen: 'stray-credentials' })).text).toContain(
    'The question above still stands',
  )
  await say(alice, 'BTC/USDT', 'new-bot-question')
  await expectNoTrace(trader, `54000 ${secret}`, secret)
  expect((await alice.until({ screen: 'stray-credentials' })).text).toContain(
    'The question above still stands',
  )
  await say(alice, '54000', 'new-bot-question')

  expect(await leaksOf(world, secret)).toEqual([])
})

test('when Telegram refuses to delete, the trader is told to, and nothing else is claimed', async () => {
  const { alice, exchange, account, telegram } = newTrader(world)
  const { apiKey, secret } = exchange.createKey({ account })
  await say(alice, '/start', 'start')
  telegram.fault({ method: 'deleteMessage', kind: 'blocked' })

  expect((await say(alice, secret, 'secret-not-deleted')).text).toContain(
    'I could not delete your message. Please delete it yourself now',
  )
  const stray = await alice.until({ screen: 'stray-credentials' })
  expect(stray.text).toContain('looked like an API key')
  expect(stray.text).not.toContain('I deleted')

  await say(alice, '/link', 'link-exchange')
  await choosePasting(alice, 'Binance')
  telegram.fault({ method: 'deleteMessage', kind: 'blocked' })
  await say(alice, `${apiKey}\n${secret}`, 'key-linked')
  const warnings = alice.messages().filter(({ screen }) => screen === 'secret-not-deleted')
  expect(warnings).toHaveLength(2)
  expect(await leaksOf(world, secret)).toEqual([])
})

test('a passing fault of Telegram delays the deletion, it does not prevent it', async () => {
  const trader = newTrader(world)
  const { secret } = world.exchange.createKey({ account: trader.account })
  world.telegram.fault({ method: 'deleteMessage', kind: '429', retryAfter: 1 })
  const { id } = trader.alice.sends(secret)

  await untilGone(trader.alice, id)

  const said = await trader.alice.until({ screen: 'stray-credentials' })
  expect(said.text).toContain('I deleted your message and kept nothing of it')
  expect(said.text).not.toContain('delete it yourself')
})

test('a message with a secret that comes twice is handled once', async () => {
  const trader = newTrader(world)
  const { alice, exchange, telegram } = trader
  const { secret } = exchange.createKey({ account: trader.account })
  const { updateId } = alice.sends(secret)
  expect((await alice.until({ screen: 'stray-credentials' })).text).toContain(
    'looked like an API key',
  )

  telegram.redeliver(updateId)
  await say(alice, '/help', 'help')

  const answers = alice.messages().filter(({ screen }) => screen === 'stray-credentials')
  expect(answers).toHaveLength(1)
  expect(alice.text()).not.toContain('delete it yourself')
})

test('what stands for a blanked message can’t be typed by mistake', async () => {
  const { alice } = newTrader(world)

  await say(alice, '[secret]', 'not-understood')
})

test('a webhook call without Telegram’s secret is refused', async () => {
  const { alice } = newTrader(world)
  const from = { id: alice.id, is_bot: false, first_name: 'Mallory' }
  const chat = { id: alice.id, type: 'private' as const, first_name: 'Mallory' }
  const message = { message_id: 1, date: 1, from, chat, text: '/start' }

  expect(await world.post({ update_id: 7, message })).toBe(401)
  const guess = { 'x-telegram-bot-api-secret-token': 'a-guess' }
  expect(await world.post({ update_id: 7, message }, guess)).toBe(401)
  expect(latest(await newTraderWhoSaid('/help')).text).toContain('/disconnect')
})

test('a webhook call that is larger than any update is refused', async () => {
  const { alice } = newTrader(world)
  const from = { id: alice.id, is_bot: false, first_name: 'Alice' }
  const chat = { id: alice.id, type: 'private' as const, first_name: 'Alice' }
  const message = { message_id: 1, date: 1, from, chat, text: 'x'.repeat(2 ** 20) }

  const secret = { 'x-telegram-bot-api-secret-token': webhookSecret(TOKEN) }
  expect(await world.post({ update_id: 8, message }, secret)).toBe(413)
})

async function newTraderWhoSaid(text: string) {
  const { alice } = newTrader(world)
  expect((await say(alice, text, 'help')).text).toContain('gets you off an exchange')
  return alice
}
