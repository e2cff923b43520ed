import { expect, test } from 'vitest'
import { reviewView } from '../../src/telegram/help/review-view.ts'
import { keyView } from '../../src/telegram/keys/keys-views.ts'
import { wordsOf } from '../../src/telegram/words.ts'
import { picture } from '../support/picture.ts'
import { aKey, NOW } from './key-on-screen.ts'

const EN = wordsOf('en')

function review(...keys: ReturnType<typeof aKey>[]): string {
  return picture(reviewView(EN, { keys, idle: new Set(), egressIps: [], now: NOW }))
}

test('the card of a key says that its exchange calls secrets deprecated, beside Replace key', () => {
  const card = picture(keyView(EN, aKey({ kind: 'secret' }), 1, NOW))

  expect(card).toContain(
    '⚪ It signs with a secret (HMAC), which Binance calls <a href="https://github.com/binance/binance-spot-api-docs/blob/master/faqs/api_key_types.md">deprecated</a>. “Replace key” puts a key pair in its place; bots, books and history stay.',
  )
  expect(card).toContain('[Replace key]')
})

test.each([
  ['a key pair', aKey({ kind: 'key-pair' })],
  ['a key that is on its way out', aKey({ kind: 'secret', status: 'disconnecting' })],
  ['a key of another exchange', aKey({ kind: 'secret', exchange: 'okx', label: 'OKX' })],
])('the card of %s says nothing of it', (_, key) => {
  expect(picture(keyView(EN, key, 1, NOW))).not.toContain('HMAC')
})

test('/review offers a key pair for each key whose kind is deprecated', () => {
  const text = review(aKey({ kind: 'secret' }))

  expect(text).toContain(
    '⚪ <b>Binance</b> …aB3d signs with a secret (HMAC). Binance calls such keys deprecated: put a key pair made by Undock in its place. Bots, books and history stay.',
  )
  expect(text).toContain('[Replace key: Binance]')
  expect(review(aKey())).toContain('Nothing to mend')
})

test('/review has one Replace key button for a key that is old and of a deprecated kind', () => {
  const rights = { ...aKey().rights, createdAt: new Date('2026-01-01T00:00:00Z') }

  const text = review(aKey({ kind: 'secret', rights }))

  expect(text).toContain('The older a key')
  expect(text.match(/\[Replace key: Binance\]/g)).toHaveLength(1)
})
