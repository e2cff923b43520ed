import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { Hiding } from '../../src/try-exchange/hiding.ts'

const SECRET = 'uQ7+kd0/Zp3xV9=s1LmN5'

test.each([
  ['as it is', SECRET],
  ['in a URL', encodeURIComponent(SECRET)],
  ['in base64', Buffer.from(SECRET).toString('base64')],
  ['in base 16', Buffer.from(SECRET).toString('hex')],
  ['in parts', `${SECRET.slice(0, 9)}\n${SECRET.slice(9)}`],
  ['without its ends', SECRET.slice(2, -2)],
])('a secret is taken out %s', (_, text) => {
  const hiding = new Hiding()
  hiding.add(SECRET)

  const shown = hiding.hide(`before ${text} after`)

  expect(shown).toMatch(/^before .*\[secret\].* after$/s)
  for (let at = 0; at + 8 <= text.length; at += 1)
    expect(shown).not.toContain(text.slice(at, at + 8))
})

test('a short passphrase is taken out, other words stay', () => {
  const hiding = new Hiding()
  hiding.add('hunter2')

  expect(hiding.hide('passphrase hunter2 of hunter')).toBe('passphrase [secret] of hunter')
})

test('a credential that is empty hides nothing', () => {
  const hiding = new Hiding()
  hiding.add('')

  expect(hiding.hide('The secret key is empty.')).toBe('The secret key is empty.')
})

test('of a private key in PEM each line is taken out, whatever ends it', () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const pem = String(privateKey.export({ type: 'sec1', format: 'pem' }))
  const hiding = new Hiding()
  hiding.add(pem.trim())

  const body = pem.split('\n').slice(1, -2)
  for (const form of [pem, pem.replaceAll('\n', '\\n'), body.join(''), body[1] ?? '']) {
    expect(hiding.hide(form)).not.toMatch(/[A-Za-z0-9+/]{20,}/)
  }
})
