import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { ChatMessage } from '../../src/playground/bot-api/message.ts'
import { choosePasting, chooseStrategy, linkKey, say, tap } from '../support/journey.ts'
import { expectCalm, labels, latest, newLinkedTrader, newTrader } from '../support/traders.ts'
import type { Trader } from '../support/traders.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld({ botTickSeconds: 30 })
})
afterEach(() => expectCalm(world))
afterAll(() => world.close())

const RIGHTS = '/sapi/v1/account/apiRestrictions'

async function askedForCredentials(): Promise<Trader> {
  const trader = newTrader(world)
  await say(trader.alice, '/link', 'link-exchange')
  await choosePasting(trader.alice, 'Binance')
  return trader
}

test('linking shows how to make the key, which addresses to allow, and what becomes of the message', async () => {
  const { alice } = await askedForCredentials()

  expect(latest(alice).text).toMatchInlineSnapshot(`
    "Link Binance

    1. On the Binance website, open your profile and then API Management.
    2. Create API, System generated. Give it a label and pass the two-factor check.
    3. Copy the API key and the secret key now: Binance shows the secret only once.
    4. Edit restrictions, Restrict access to trusted IPs only.
    5. Enter these IP addresses: 203.0.113.7.
    6. Tick Enable Spot & Margin Trading. Do not tick Enable Withdrawals.
    7. Save.

    Then send the API key and the secret key here, each on a line of its own, or a file with them in it. API key: 64 letters and digits. Secret key: 64 letters and digits.

    Your message is deleted at once and never stored; Telegram has carried it, though. The key is tried before it is kept."
  `)
  expect(labels(latest(alice))).toEqual([
    ['Open Binance'],
    ['‹ Use a key pair instead'],
    ['Cancel'],
  ])
})

test('both halves in one message link a key, and the next step is a bot', async () => {
  const trader = await newLinkedTrader(world)

  const linked = latest(trader.alice)
  expect(linked.text).toContain('Rights: read yes, spot trade yes, withdraw no')
  expect(labels(linked)).toEqual([['New bot'], ['‹ Keys']])
  expect(await say(trader.alice, '/keys', 'keys')).toMatchObject({
    text: expect.stringContaining(`Binance …${trader.apiKey.slice(-4)} · works`),
  })
})

test('the halves may come in two messages', async () => {
  const { alice, exchange, account } = await askedForCredentials()
  const { apiKey, secret } = exchange.createKey({ account })

  expect((await say(alice, apiKey, 'link-next-part')).text).toContain(
    'API key taken. Now send the secret key',
  )
  await say(alice, secret, 'key-linked')

  expect(alice.text()).not.toContain(secret)
})

test.each([
  ['labels', (key: string, secret: string) => `API Key: ${key}\nSecret Key: ${secret}`],
  ['no space after the labels', (key: string, secret: string) => `key=${key};secret=${secret}`],
  ['JSON', (key: string, secret: string) => JSON.stringify({ apiKey: key, secretKey: secret })],
  ['quotes', (key: string, secret: string) => `“${key}” and '${secret}'`],
  ['a sentence', (key: string, secret: string) => `Here you are: ${key}, and\n\t${secret}`],
])('%s around the halves are put up with', async (_, write) => {
  const { alice, exchange, account } = await askedForCredentials()
  const { apiKey, secret } = exchange.createKey({ account })

  await say(alice, write(apiKey, secret), 'key-linked')
})

test('a key that can withdraw is refused, and a better one is taken right after', async () => {
  const { alice, exchange, account } = await askedForCredentials()
  const risky = exchange.createKey({ account, withdraw: true })
  const safe = exchange.createKey({ account })

  const refusal = await say(alice, `${risky.apiKey}\n${risky.secret}`, 'link-refused')
  expect(refusal.text).toContain('may withdraw')
  expect(refusal.text).toContain('Create one with reading and spot trading only')
  await say(alice, '/keys', 'no-keys')
  await say(alice, `${safe.apiKey}\n${safe.secret}`, 'key-linked')
})

test('a key that can only read is kept as watch only, and a bot is refused with the way out', async () => {
  const { alice } = await newLinkedTrader(world, { trade: false })

  expect(latest(alice).text).toContain('kept as watch only: no bot can run on it')
  expect(labels(latest(alice))).toEqual([['‹ Keys']])
  const refusal = await say(alice, '/newbot', 'new-bot-no-key')
  expect(refusal.text).toContain('Binance is watch only')
  expect(labels(refusal)).toEqual([['Keys', 'Link a key']])
})

describe('a key of which the exchange does not tell whether it may withdraw', () => {
  /** The next so many looks at a key's rights tell only that it is bound. */
  function tellNothing(times: number): void {
    world.exchange.fault({
      path: RIGHTS,
      times,
      effect: { kind: 'status', status: 200, body: '{"ipRestrict":true}' },
    })
  }

  async function askedWhetherToKeep(looks: number) {
    const trader = await askedForCredentials()
    const { apiKey, secret } = trader.exchange.createKey({ account: trader.account })
    tellNothing(looks)
    await say(trader.alice, `${apiKey}\n${secret}`, 'link-unclear-rights')
    return { ...trader, apiKey, secret }
  }

  test('is kept only once its owner says that Withdraw is off', async () => {
    const { alice, apiKey } = await askedWhetherToKeep(2)
    const question = latest(alice)

    expect(question.text.replace(apiKey.slice(-4), 'XXXX')).toMatchInlineSnapshot(`
      "⚠️ Binance does not tell whether the key …XXXX may withdraw or trade. It works, and is not kept yet.

      If this key can withdraw, whoever gets it can take your coins. Undock can’t look that up for you: open Binance’s page and see for yourself that Withdraw is off.
      Whether it may trade shows with the first order of a bot: if not, that order is refused and nothing is bought.

      Until you decide, the key is in memory only, for 15 minutes."
    `)
    expect(labels(question)).toEqual([
      ['Open Binance'],
      ['Withdraw is off: keep it'],
      ['Don’t keep it'],
    ])
    await say(alice, '/keys', 'no-keys')
    const linked = await tap(alice, 'Withdraw is off: keep it', 'key-linked')
    expect(linked.text).toContain('is linked.')
    expect(linked.text).toContain('read unknown, spot trade unknown, withdraw unknown')
    await say(alice, '/keys', 'keys')
  })

  test('is forgotten when its owner does not want it', async () => {
    const { alice, apiKey, secret } = await askedWhetherToKeep(1)

    expect((await tap(alice, 'Don’t keep it', 'link-not-kept')).text).toContain(
      'Not kept, and forgotten here',
    )
    await say(alice, '/keys', 'no-keys')
    expect(alice.text()).not.toContain(apiKey)
    expect(alice.text()).not.toContain(secret)
  })

  test('is asked about once: foreign and doubled taps do nothing', async () => {
    const { alice } = await askedWhetherToKeep(2)
    const { alice: mallory } = newTrader(world)
    const { id } = await say(mallory, '/keys', 'no-keys')
    const data = dataOf(latest(alice), 1)

    const foreign = mallory.tapsData(data, id)
    expect((await mallory.untilAnswered(foreign)).text).toContain('That question is over')
    const first = alice.taps('Withdraw is off')
    const second = alice.tapsData(data, first.messageId)
    await alice.until({ screen: 'key-linked' })
    expect((await alice.untilAnswered(second)).text).toContain('That question is over')
  })

  test('is forgotten when another dialogue begins, and after a quarter of an hour', async () => {
    const { alice } = await askedWhetherToKeep(1)
    const { id } = latest(alice)
    const data = dataOf(latest(alice), 1)
    await say(alice, '/link', 'link-exchange')
    const tooLate = alice.tapsData(data, id)
    expect((await alice.untilAnswered(tooLate)).text).toContain('That question is over')

    const slow = await askedWhetherToKeep(1)
    world.clock.advance(15 * 60 + 1)
    const tapped = slow.alice.taps('Withdraw is off')
    expect((await slow.alice.untilAnswered(tapped)).text).toContain('That question is over')
    await say(slow.alice, '/keys', 'no-keys')
  })
})

function dataOf({ keyboard }: Pick<ChatMessage, 'keyboard'>, row: number): string {
  const [one] = keyboard[row] ?? []
  return one !== undefined && 'callback_data' in one ? one.callback_data : ''
}

test('a wrong secret is named as such, and the right one links', async () => {
  const { alice, exchange, account } = await askedForCredentials()
  const { apiKey, secret } = exchange.createKey({ account })
  const wrong = exchange.createKey({ account }).secret

  const refusal = await say(alice, `${apiKey}\n${wrong}`, 'link-refused')
  expect(refusal.text).toContain('does not belong to this API key')
  expect(labels(refusal)).toEqual([['Open Binance'], ['Cancel']])
  await say(alice, `${apiKey}\n${secret}`, 'key-linked')
})

test('a key that the exchange does not know is named as such', async () => {
  const { alice } = await askedForCredentials()

  expect(
    (await say(alice, `${'aB3'.repeat(21)}x\n${'cD4'.repeat(21)}y`, 'link-refused')).text,
  ).toContain('does not know this API key')
})

test('in maintenance a key is neither refused nor kept: it can be sent again', async () => {
  const { alice, exchange, account } = await askedForCredentials()
  const { apiKey, secret } = exchange.createKey({ account })

  exchange.setMaintenance(true)
  expect((await say(alice, `${apiKey}\n${secret}`, 'link-refused')).text).toContain(
    'does not answer just now',
  )
  exchange.setMaintenance(false)
  await say(alice, `${apiKey}\n${secret}`, 'key-linked')
})

test.each([
  ['10 characters', '0123456789'],
  ['10,000 characters', 'x'.repeat(10_000)],
  ['10,000 letters and digits', 'aB3'.repeat(3_333)],
  ['one character too few', 'aB3'.repeat(21)],
  ['emoji', '🔑🔑🔑'],
  ['HTML', '<b>key</b> & <script>'],
  ['three halves', `${'aB3'.repeat(21)}x ${'cD4'.repeat(21)}y ${'eF5'.repeat(21)}z`],
])('a malformed key (%s) gets a clear sentence, and the dialogue goes on', async (_, text) => {
  const { alice, exchange, account } = await askedForCredentials()
  const { apiKey, secret } = exchange.createKey({ account })

  const refusal = await say(alice, text, 'link-malformed')
  expect(refusal.text).toContain('That is not what Binance gives out')
  expect(refusal.text).toContain('Secret key: 64 letters and digits.')
  await say(alice, `${apiKey}\n${secret}`, 'key-linked')
})

test('a malformed second half drops the first, as both are asked for again', async () => {
  const { alice, exchange, account } = await askedForCredentials()
  const { apiKey, secret } = exchange.createKey({ account })

  expect((await say(alice, apiKey, 'link-next-part')).text).toContain('Now send the secret key')
  expect((await say(alice, 'oops', 'link-malformed')).text).toContain('Copy both again')
  expect((await say(alice, apiKey, 'link-next-part')).text).toMatch(/Now send the secret key/)
  await say(alice, secret, 'key-linked')
})

test('only the newest screen of the dialogue has a Cancel, and it leaves', async () => {
  const { alice } = await askedForCredentials()
  expect((await say(alice, 'oops', 'link-malformed')).text).toContain(
    'That is not what Binance gives out',
  )

  const cancels = alice.messages().filter((screen) => labels(screen).flat().includes('Cancel'))
  expect(cancels.map(({ id }) => id)).toEqual([latest(alice).id])
  await tap(alice, 'Cancel', 'no-keys')
  await say(alice, 'oops', 'not-understood')
})

test('a doubled tap on the exchange asks once and says nothing of leaving', async () => {
  const { alice } = newTrader(world)
  const { id } = await say(alice, '/link', 'link-exchange')
  const tapped = alice.taps('Binance')
  const again = alice.tapsData(tapped.data, id)

  await alice.untilAnswered(again)
  await alice.until({ screen: 'link-key-pair' })

  expect(alice.messages().filter(({ from }) => from === 'bot')).toHaveLength(1)
})

test('a Cancel of an old link screen leaves no other dialogue', async () => {
  const { alice } = await newLinkedTrader(world)
  const { id } = await say(alice, '/link', 'link-exchange')
  await chooseStrategy(alice)

  await alice.untilAnswered(alice.tapsData('link:cancel', id))

  await say(alice, 'BTC/USDT', 'new-bot-question')
})

test('the same key twice is said to be linked already, another one is numbered', async () => {
  const { alice, apiKey, secret, exchange, account, ...rest } = await newLinkedTrader(world)
  await say(alice, '/link', 'link-exchange')
  await choosePasting(alice, 'Binance')
  expect((await say(alice, `${apiKey}\n${secret}`, 'link-refused')).text).toContain(
    'linked already',
  )
  const second = exchange.createKey({ account })
  expect((await say(alice, `${second.apiKey}\n${second.secret}`, 'key-linked')).text).toContain(
    'Binance 2',
  )

  expect((await say(alice, '/review', 'review')).text).toContain('is linked 2 times')
  await expect(linkKey({ ...rest, alice, exchange }, { account })).resolves.toBeDefined()
})

test('a key is replaced by one of the same account only', async () => {
  const { alice, exchange, account } = await newLinkedTrader(world)
  const foreign = exchange.createKey({ account: 'somebody-else' })
  const fresh = exchange.createKey({ account })
  await say(alice, '/keys', 'keys')
  await tap(alice, 'Binance', 'key')
  await choosePasting(alice, 'Replace key')

  expect((await say(alice, `${foreign.apiKey}\n${foreign.secret}`, 'link-refused')).text).toContain(
    'belongs to another account',
  )
  const done = await say(alice, `${fresh.apiKey}\n${fresh.secret}`, 'key-replaced')
  expect(done.text).toContain('is in place of the old one')

  expect(done.text).toContain('The old key is erased here')
  expect(labels(done)).toEqual([['Bots', '‹ Keys']])
  await say(alice, '/keys', { screen: 'keys', text: `…${fresh.apiKey.slice(-4)}` })
})

test('Check now asks the exchange and shows what it said', async () => {
  const { alice, exchange, apiKey } = await newLinkedTrader(world)
  await say(alice, '/keys', 'keys')
  await tap(alice, 'Binance', 'key')

  const checkNow = async () => (await alice.untilAnswered(alice.taps('Check now'))).text
  expect(await checkNow()).toBe('The exchange accepts the key.')
  exchange.setMaintenance(true)
  expect(await checkNow()).toContain('That says nothing about the key')
  exchange.setMaintenance(false)
  exchange.setKeyState(apiKey, 'deleted')
  // What was shown of the checks before has come by then.
  await say(alice, '/keys', 'keys')
  await tap(alice, 'Binance', 'key')
  const since = alice.moment()
  expect(await checkNow()).toContain('ask again before I call it dead')
  expect((await alice.until({ screen: 'key', since })).text).toContain(
    'refused just now, checking again; bots wait',
  )
})

test('another user’s key can’t be seen, checked or replaced', async () => {
  const { alice } = await newLinkedTrader(world)
  const { alice: mallory } = newTrader(world)
  await say(alice, '/keys', 'keys')
  const shown = alice.taps('Binance')
  await alice.until({ screen: 'key' })
  const { id } = await say(mallory, '/keys', 'no-keys')

  for (const verb of ['show', 'check', 'replace']) {
    const tapped = mallory.tapsData(shown.data.replace('show', verb), id)
    const { text } = await mallory.untilAnswered(tapped)
    expect(text).toBe('That key is not linked here any more.')
  }
  expect(latest(mallory).text).toBe('No exchange key is linked yet.')
})
