import { expect, test } from 'vitest'
import type { KeyRights } from '../../src/exchange/exchange.ts'
import type { Key } from '../../src/keys/key.ts'
import { findingsOf } from '../../src/telegram/help/review-findings.ts'
import { reviewView } from '../../src/telegram/help/review-view.ts'
import { aKey } from '../support/a-key.ts'
import { picture } from '../support/picture.ts'
import { wordsOf } from '../../src/telegram/words.ts'

const EN = wordsOf('en')

const NOW = new Date('2026-11-22T12:00:00Z')

function inDays(days: number): Date {
  return new Date(NOW.getTime() + days * 86_400_000)
}

/** A key of an account of its own with nothing to mend. */
function aWell(id: string, changes: Partial<Key> & { may?: Partial<KeyRights> } = {}): Key {
  const { may, ...rest } = changes
  const { rights } = aKey()
  return aKey({
    id,
    label: `Key ${id}`,
    tail: `tl-${id}`,
    accountUid: `account-${id}`,
    ...rest,
    rights: { ...rights, createdAt: inDays(-2), ...may },
  })
}

function review(keys: readonly Key[], idle: readonly string[] = []) {
  return { keys, idle: new Set(idle), egressIps: ['203.0.113.7'], now: NOW }
}

test('the review has a line and a button for each finding, worst first, by the exchange’s own rule', () => {
  const keys = [
    aWell('old', { may: { createdAt: inDays(-120) } }),
    aWell('idle'),
    aWell('mexc', { exchange: 'mexc', may: { withdraw: undefined, trade: undefined } }),
    aWell('unbound', { exchange: 'bybit', may: { ipBound: false } }),
    aWell('free', { exchange: 'coinbase', watchOnly: true, may: { ipBound: false } }),
    aWell('later', { may: { expiresAt: inDays(9.5) } }),
    aWell('soon', { may: { expiresAt: inDays(0.5) } }),
    aWell('twin-1', { accountUid: 'one' }),
    aWell('twin-2', { accountUid: 'one' }),
    aWell('grabby', { may: { withdraw: true } }),
    aWell('dead', { health: 'dead', cause: 'revoked' }),
  ]

  expect(picture(reviewView(EN, review(keys, ['idle'])))).toMatchInlineSnapshot(`
    "<b>Review of your keys</b>

    🔴 <b>Key dead</b> …tl-dead: Binance refuses it. Its bots are paused, and Undock can’t close anything there.
    🔴 <b>Key grabby</b> …tl-grabby may <b>withdraw</b>: whoever gets it can take your coins. Make a key without that right.
    🟠 <b>Key soon</b> …tl-soon expires within a day, on 2026-11-23: from then on its bots stop, and Undock can’t close anything. Replace it before.
    🟠 <b>Key mexc</b> …tl-mexc: MEXC does not tell whether it may withdraw. Look there that Withdraw is off.
    🟡 <b>Key unbound</b> …tl-unbound works from any address. Bybit ends a key that is not bound to addresses after 90 days, and 7 days after a change of your password. Bind it to 203.0.113.7 there.
    🟡 <b>Key free</b> …tl-free works from any address. Coinbase is not known to end such keys, but whoever gets it can trade with it. Bind it to 203.0.113.7 there.
    🟡 <b>Key later</b> …tl-later expires in 9 days, on 2026-12-02: from then on its bots stop, and Undock can’t close anything. Replace it before.
    🟡 One account at Binance is linked 2 times: <b>Key twin-1</b> …tl-twin-1, <b>Key twin-2</b> …tl-twin-2. Their bots spend the same money, and each key is one more to lose.
    🟡 <b>Key idle</b> …tl-idle had no bot and no trade for 30 days. A key that nothing uses is better gone.
    🟡 <b>Key old</b> …tl-old was made 120 days ago. The older a key, the more places may have seen it: a fresh one is safer.
    ⚪ MEXC: not all that Undock does there could be tried with a live account. Begin with little money.
    ⚪ Bybit: not all that Undock does there could be tried with a live account. Begin with little money.

    [Replace key: Key dead]
    [Replace key: Key grabby]
    [Replace key: Key soon]
    [Look at MEXC: Key mexc]
    [Look at Bybit: Key unbound]
    [Look at Coinbase: Key free]
    [Replace key: Key later]
    [Disconnect Key twin-2]
    [Disconnect Key idle]
    [Replace key: Key old]
    [What is unverified: MEXC]
    [What is unverified: Bybit]
    [Keys]"
  `)
})

test('a key with nothing to mend, and one on its way out, have no finding', () => {
  const leaving = { health: 'dead', may: { withdraw: true, ipBound: false } } as const
  const keys = [
    aWell('well'),
    aWell('sealed', { ...leaving, status: 'sealed' }),
    aWell('leaving', { ...leaving, status: 'disconnecting' }),
  ]

  expect(findingsOf(EN, review(keys, ['sealed']))).toEqual([])
  expect(reviewView(EN, review(keys)).text).toContain('✅ Nothing to mend.')
})

test('hundreds of findings fit on a screen, the worst among them', () => {
  const keys = Array.from({ length: 100 }, (_, i) =>
    aWell(`${i}`, { may: { withdraw: i === 99, createdAt: inDays(-120) } }),
  )
  const { text, keyboard } = reviewView(EN, review(keys))

  expect(text).toContain('<b>Key 99</b> …tl-99 may <b>withdraw</b>')
  expect(text).toContain('… and 71 more')
  expect(keyboard.length).toBeLessThan(40)
})
