import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { EXCHANGE_FACTS } from '../../src/exchange/adapters/registry.ts'
import type { CredentialParts } from '../../src/exchange/credentials/exchange-facts.ts'
import {
  readCredentials,
  type ReadCredentials,
} from '../../src/exchange/credentials/read-credentials.ts'
import type { ExchangeId } from '../../src/exchange/exchange-id.ts'
import { KUCOIN, NOT_TAKEN, OKX, PASTED } from './pasted-keys.ts'

/** Reads message after message, each next to the parts that came before. */
function readAll(exchange: ExchangeId, sent: string | readonly string[]): ReadCredentials {
  const { fields } = EXCHANGE_FACTS[exchange]
  let parts: CredentialParts = {}
  let read: ReadCredentials = { kind: 'malformed' }
  for (const text of [sent].flat()) {
    read = readCredentials(fields, text, parts)
    if (read.kind === 'wanted') ({ parts } = read)
  }
  return read
}

test.each(PASTED.map((one) => [one.exchange, one.form, one] as const))(
  'readCredentials() reads a key of %s: %s',
  (_, _form, { exchange, sent, read }) => {
    expect(readAll(exchange, sent)).toEqual({ kind: 'complete', credentials: read })
  },
)

test.each(NOT_TAKEN.map((one) => [one.exchange, one.form, one] as const))(
  'readCredentials() takes nothing for %s: %s',
  (_, _form, { exchange, sent }) => {
    expect(readAll(exchange, sent)).toEqual({ kind: 'malformed' })
  },
)

test('the table holds at least 60 pasted forms', () => {
  process.stdout.write(`pasted forms: ${PASTED.length} read, ${NOT_TAKEN.length} not taken\n`)
  expect(PASTED.length).toBeGreaterThanOrEqual(60)
})

/** Pieces that readers stumble over, among any other characters. */
const PIECES = [
  'pass',
  'Password',
  'API',
  'key',
  'secret',
  'Passphrase',
  ': ',
  '=',
  '"',
  "'",
  ' ',
  ',',
  '{',
  '}',
  '\\',
  '-',
  '->',
  '(',
  ')',
  '🔑',
  'ключ',
  '密码',
  '/',
]

const passphrases = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme-ascii', maxLength: 6 }),
      fc.string({ unit: 'grapheme', maxLength: 2 }),
      fc.constantFrom(...PIECES),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((pieces) =>
    pieces
      .join('')
      .replaceAll(/[\p{C}\p{Z}]/gu, ' ')
      .trim(),
  )
  .filter((chosen) => chosen !== '')

/** With a label of its own at its beginning nobody can tell what was chosen. */
const startsWithLabel = (chosen: string) =>
  /^[^\p{L}]*(?:(?:api|key|secret|ключ)[\s_.-]*)*(?:pass|密码|key|secret|api|ключ)[^:=：＝|→]*(?:[:=：＝|→]|\s->\s|\s-\s|$)/iu.test(
    chosen,
  )
const isQuoted = (chosen: string) => /^["'`“„«‘「].*["'`”“»’」][\s,;)}\]]*$/su.test(chosen)

const { apiKey, secret } = OKX
const LAYOUTS: readonly [
  string,
  (chosen: string) => string | string[],
  (chosen: string) => boolean,
][] = [
  [
    'alone, where it is asked for',
    (chosen) => [apiKey, secret, chosen],
    (chosen) => !startsWithLabel(chosen),
  ],
  [
    'below the others',
    (chosen) => `${apiKey}\n${secret}\n${chosen}`,
    (chosen) => !startsWithLabel(chosen) && !/[:：]$/.test(chosen),
  ],
  [
    'behind its label, last',
    (chosen) => `API Key: ${apiKey}\nSecret Key: ${secret}\nPassphrase: ${chosen}`,
    (chosen) => !isQuoted(chosen),
  ],
  [
    'behind its label, first',
    (chosen) => `Passphrase: ${chosen}\nSecret Key: ${secret}\nAPI Key: ${apiKey}`,
    (chosen) => !isQuoted(chosen),
  ],
  [
    'behind its label, asked for alone',
    (chosen) => [`${secret}\n${apiKey}`, `Passphrase: ${chosen}`],
    (chosen) => !isQuoted(chosen),
  ],
  [
    'in a file of settings',
    (chosen) => `OKX_API_KEY=${apiKey}\r\nOKX_PASSPHRASE=${chosen}\r\nOKX_SECRET=${secret}\r\n`,
    (chosen) => !isQuoted(chosen),
  ],
  [
    'in quotes behind its label',
    (chosen) => `apiKey = "${apiKey}"\nsecret = "${secret}"\nPassphrase = "${chosen}"`,
    () => true,
  ],
  [
    'in quotes, in lines of code',
    (chosen) => `key='${apiKey}';\nsecret='${secret}';\npassword='${chosen}';`,
    () => true,
  ],
  ['in JSON', (chosen) => JSON.stringify({ apiKey, secret, passphrase: chosen }), () => true],
  [
    'in indented JSON with a comma behind it',
    (chosen) => JSON.stringify({ passphrase: ` ${chosen} `, apiKey, secret }, null, 2),
    () => true,
  ],
]

test.each(LAYOUTS)('any passphrase is read as it was chosen: %s', (layout, write, carries) => {
  const spaces = layout.includes('indented') ? ' ' : ''
  fc.assert(
    fc.property(passphrases.filter(carries), (chosen) => {
      expect(readAll('okx', write(chosen))).toEqual({
        kind: 'complete',
        credentials: { ...OKX, passphrase: `${spaces}${chosen}${spaces}` },
      })
    }),
    { numRuns: 300 },
  )
})

test('a passphrase that holds a label is not cut where it is asked for alone', () => {
  for (const chosen of ['Passw0rd!', 'Password123!', 'API2024key!', 'my secret: 1', 'x key = y']) {
    const read = readAll('kucoin', [KUCOIN.apiKey, KUCOIN.secret, chosen])
    expect(read).toEqual({ kind: 'complete', credentials: { ...KUCOIN, passphrase: chosen } })
  }
})
