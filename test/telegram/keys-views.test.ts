import type { LinkRefusal } from '../../src/keys/link.ts'
import { Big } from 'big.js'
import { expect, test } from 'vitest'
import { keysView, keyView } from '../../src/telegram/keys/keys-views.ts'
import { linkedView, refusedKeyView } from '../../src/telegram/keys/link-views.ts'
import { picture } from '../support/picture.ts'
import { aKey, NOW } from './key-on-screen.ts'
import { wordsOf } from '../../src/telegram/words.ts'

const EN = wordsOf('en')

test('the list of keys shows health at a glance', () => {
  const keys = [
    aKey(),
    aKey({ id: 'key-2', label: 'Binance 2', health: 'suspect' }),
    aKey({ id: 'key-3', label: 'Binance 3', health: 'dead', cause: 'revoked' }),
    aKey({ id: 'key-4', label: 'Binance 4', watchOnly: true }),
    aKey({ id: 'key-5', label: 'Binance 5', status: 'sealed' }),
  ]

  expect(picture(keysView(EN, keys, NOW))).toMatchInlineSnapshot(`
    "<b>Your keys</b>

    🟢 <b>Binance</b> …aB3d · works, checked 2 min ago
    read yes, spot trade yes, withdraw no · made 2 days ago · no expiry told

    🟡 <b>Binance 2</b> …aB3d · refused just now, checking again; bots wait, checked 2 min ago
    read yes, spot trade yes, withdraw no · made 2 days ago · no expiry told

    🔴 <b>Binance 3</b> …aB3d · refused by the exchange, checked 2 min ago
    read yes, spot trade yes, withdraw no · made 2 days ago · no expiry told

    🟢 <b>Binance 4</b> …aB3d · works, watch only, checked 2 min ago
    read yes, spot trade yes, withdraw no · made 2 days ago · no expiry told

    🔒 <b>Binance 5</b> …aB3d · sealed until the exchange refuses it, checked 2 min ago
    read yes, spot trade yes, withdraw no · made 2 days ago · no expiry told

    [Binance …aB3d]
    [Binance 2 …aB3d]
    [Binance 3 …aB3d]
    [Binance 4 …aB3d]
    [Binance 5 …aB3d]
    [Link a key] [Review]"
  `)
})

test('a key’s card tells rights, age and expiry, and unknown as unknown', () => {
  const rights = {
    ...aKey().rights,
    withdraw: undefined,
    ipBound: undefined,
    createdAt: undefined,
  }
  expect(picture(keyView(EN, aKey({ rights }), 2, NOW))).toMatchInlineSnapshot(`
    "🟢 <b>Binance</b> …aB3d
    State: works
    Rights: read yes, spot trade yes, withdraw unknown
    Bound to addresses: unknown. Binance takes the trading right from a key that is not bound to addresses, 30 days after it was given.
    Made: at a time not told
    Expires: the exchange names no day
    Bots: 2
    Checked 2 min ago

    [Check now] [Replace key]
    [Compare with the account]
    [Disconnect]
    [‹ Keys]"
  `)
})

test('a key on its way out offers only to look at that', () => {
  const { keyboard } = keyView(EN, aKey({ status: 'disconnecting' }), 2, NOW)

  expect(keyboard.flat().map(({ text }) => text)).toEqual(['Show the disconnect', '‹ Keys'])
})

test('a linked key of an account that was left before offers what was kept there', () => {
  const kept = {
    id: 'kept-1',
    userId: '42',
    exchange: 'binance',
    accountUid: 'uid-1',
    planId: 'plan-1',
    symbol: 'BTC/USDT',
    amount: new Big('0.002'),
    averageCost: new Big('59000'),
    at: NOW,
  }
  expect(picture(linkedView(EN, aKey(), [kept], 2))).toMatchInlineSnapshot(`
    "✅ <b>Binance</b> …aB3d is linked.
    Rights: read yes, spot trade yes, withdraw no

    You kept these when you left this account before:
    • 0.002 BTC, bought at about 59,000 USDT

    2 bots were removed when you disconnected lately. Their settings can go on here, paused until you resume them.

    [New bot]
    [New bot with 0.002 BTC]
    [Move 2 bots here]
    [‹ Keys]"
  `)
})

test('every refusal of a key tells what to do', () => {
  for (const reason of Object.keys(EN.keys.link.refused) as LinkRefusal[]) {
    expect(refusedKeyView(EN, 'binance', reason).text).toMatch(
      /send|create|Create|Check|Tick|must be a new key/,
    )
  }
})
