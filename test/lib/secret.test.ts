import { Console } from 'node:console'
import { Writable } from 'node:stream'
import { format, inspect } from 'node:util'
import { serialize } from 'node:v8'
import { describe, expect, test } from 'vitest'
import { Secret } from '../../src/lib/secret.ts'

const TEXT = 'correct-horse-battery-staple'

/** What the console would print. */
function printed(...values: readonly unknown[]): string {
  let text = ''
  const stream = new Writable({
    write(chunk, _, done) {
      text += String(chunk)
      done()
    },
  })
  new Console(stream).log(...values)
  return text
}

describe('Secret', () => {
  test('gives its text to whoever asks for it', () => {
    expect(new Secret(TEXT).reveal()).toBe(TEXT)
  })

  test.each<[string, (secret: Secret) => unknown]>([
    ['a template', (secret) => `it is ${secret as unknown as string}`],
    ['String()', (secret) => String(secret)],
    ['concatenation', (secret) => 'a' + String(secret)],
    ['an array', (secret) => [secret, secret].join()],
    ['JSON', (secret) => JSON.stringify({ secret, list: [secret] })],
    [
      'the inspector',
      (secret) => inspect({ secret }, { depth: 9, showHidden: true, getters: true }),
    ],
    ['the bare inspector', (secret) => inspect(secret, { customInspect: false, showHidden: true })],
    ['%s', (secret) => format('%s', secret)],
    ['%o', (secret) => format('%o', secret)],
    ['%O', (secret) => format('%O', secret)],
    ['%j', (secret) => format('%j', secret)],
    ['console.log', (secret) => printed(secret, { secret }, '%s', secret)],
    ['an error message', (secret) => new Error(`Cannot use ${String(secret)}`).stack],
    ['an error that holds it', (secret) => inspect(new Error('No', { cause: { secret } }))],
    [
      'its properties',
      (secret) => JSON.stringify(Object.assign({}, secret)) + Object.values(secret).join(),
    ],
    ['a copy', (secret) => inspect(structuredClone(secret))],
    ['its bytes', (secret) => serialize(secret).toString('latin1')],
  ])('does not show itself in %s', (_, show) => {
    expect(String(show(new Secret(TEXT)))).not.toContain(TEXT)
  })

  test('says that there is one', () => {
    expect(JSON.stringify({ token: new Secret(TEXT) })).toBe('{"token":"[secret]"}')
  })
})
