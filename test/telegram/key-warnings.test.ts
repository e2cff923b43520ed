import { expect, test } from 'vitest'
import { addSeconds } from '../../src/lib/clock.ts'
import { insertKey } from '../../src/keys/key-repo.ts'
import type { Key } from '../../src/keys/key.ts'
import { keyEndsSoonOf, keyGrewOf } from '../../src/telegram/notices/key-warnings.ts'
import type { View } from '../../src/telegram/view.ts'
import { HandClock, NOON } from '../exchange/hand-clock.ts'
import { aKey } from '../support/a-key.ts'
import { aSqlite } from '../support/scratch.ts'
import { wordsOf } from '../../src/telegram/words.ts'

const EN = wordsOf('en')

async function holding(overrides: Partial<Key>) {
  const db = await aSqlite()
  const sealed = { wrappedDataKey: 'wrapped', sealedCredentials: 'sealed' }
  await db.transaction().execute((trx) => insertKey(trx, aKey(overrides), sealed))
  return { db, clock: new HandClock() }
}

function rights(overrides: Partial<Key['rights']>): Partial<Key> {
  return { rights: { ...aKey().rights, ...overrides } }
}

function words(view: View | undefined): string | undefined {
  const buttons = view?.keyboard.flat().map(({ text }) => `[${text}]`)
  return view && [view.text, buttons?.join(' ')].join('\n')
}

test('keyEndsSoonOf() says when, what happens to the bots, and what to do', async () => {
  const deps = await holding(rights({ expiresAt: addSeconds(NOON, 7 * 86_400) }))

  expect(words(await keyEndsSoonOf(deps, EN, 'key-1'))).toMatchInlineSnapshot(`
    "🟡 <b>Binance …abcd ends soon</b>: <b>2026-03-09</b>, in 7 days.
    That is what Binance tells of this key.
    Then Undock can’t trade, cancel or sell with it any more: your bots on it stop, and <b>their orders stay at Binance with nobody minding them</b>.
    Make a new key there and replace this one before that: bots, orders and history stay as they are.
    [Open Binance] [Replace key]"
  `)
})

test('keyEndsSoonOf() says "about" where only a rule of the exchange is known', async () => {
  const made = addSeconds(NOON, -87 * 86_400)
  const unbound = rights({ ipBound: false, createdAt: made })
  const deps = await holding({ exchange: 'gate', label: 'Gate', ...unbound })

  expect(words(await keyEndsSoonOf(deps, EN, 'key-1'))).toMatchInlineSnapshot(`
    "🟡 <b>Gate …abcd ends soon</b>: about <b>2026-03-05</b>, in 3 days.
    Gate names no day for it. That is its rule for keys that are not bound to addresses, counted from the day on which this one was made. A key that is bound to addresses is not under it.
    Then Undock can’t trade, cancel or sell with it any more: your bots on it stop, and <b>their orders stay at Gate with nobody minding them</b>.
    Make a new key there and replace this one before that: bots, orders and history stay as they are.
    [Open Gate] [Replace key]"
  `)
})

test('keyGrewOf() says what a thief could do with the key', async () => {
  const deps = await holding(rights({ withdraw: true, ipBound: false }))
  const grown = (growth: 'may-withdraw' | 'unbound') =>
    keyGrewOf(deps, EN, { keyId: 'key-1', growth })

  expect(words(await grown('may-withdraw'))).toMatchInlineSnapshot(`
    "🔴 <b>Binance …abcd may withdraw by now.</b> Until the last check, Binance did not say so of it.
    Undock never withdraws, but <b>whoever gets hold of this key could take your coins</b>. If it was not you who switched that on, somebody else is in your account: change your password there, and look at its devices and keys.
    Take the right away at Binance, or make a new key without it and replace this one. Your bots go on meanwhile.
    [Open Binance] [Replace key]"
  `)
  expect(words(await grown('unbound'))).toMatchInlineSnapshot(`
    "🟠 <b>Binance …abcd works from any address by now.</b> Its list of addresses at Binance was taken away.
    Whoever gets hold of this key could trade with it from anywhere. Binance takes the trading right from a key that is not bound to addresses, 30 days after it was given.
    Put the list back there, or make a new key that is bound and replace this one. Your bots go on meanwhile.
    [Open Binance] [Replace key]"
  `)
})

test.each<[string, Partial<Key>]>([
  ['is gone', { ...rights({ withdraw: true }), status: 'unlinked' }],
  ['is as it was again', rights({ withdraw: false })],
])('nothing is said of a key that %s by the time of the telling', async (_, overrides) => {
  const deps = await holding(overrides)

  expect(await keyGrewOf(deps, EN, { keyId: 'key-1', growth: 'may-withdraw' })).toBeUndefined()
  expect(await keyEndsSoonOf(deps, EN, 'key-1')).toBeUndefined()
})
