import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Credentials } from '../../src/exchange/exchange.ts'
import { Secret } from '../../src/lib/secret.ts'
import { eraseKey, findKey, findSealed, insertKey, scrubFiles } from '../../src/keys/key-repo.ts'
import { Vault, VaultError, type Sealed, type SealContext } from '../../src/keys/vault.ts'
import { NOON } from '../exchange/hand-clock.ts'
import { aSqlite, scratchFolder } from '../support/scratch.ts'
import { aSecretText, aVaultKey } from './support.ts'
import { aKey } from '../support/a-key.ts'

const HERE: SealContext = { keyId: 'key-1', userId: '7', exchange: 'binance' }

function someCredentials(): Credentials {
  return { apiKey: aSecretText(), secret: aSecretText() }
}

/** Changes one character in the middle of the bytes. */
function flipped(sealed: string, at: number): string {
  const bytes = Buffer.from(sealed, 'base64')
  bytes[at] = (bytes[at] ?? 0) ^ 1
  return bytes.toString('base64')
}

function cut(sealed: string, length: number): string {
  return Buffer.from(sealed, 'base64').subarray(0, length).toString('base64')
}

describe('Vault', () => {
  test('opens what it sealed, and seals it differently each time', () => {
    const vault = new Vault(aVaultKey())
    const credentials = someCredentials()

    const [first, second] = [vault.seal(credentials, HERE), vault.seal(credentials, HERE)]

    expect(vault.open(first, HERE)).toEqual(credentials)
    expect(vault.open(second, HERE)).toEqual(credentials)
    expect(first.wrappedDataKey).not.toBe(second.wrappedDataKey)
    expect(first.sealedCredentials).not.toBe(second.sealedCredentials)
  })

  test.each<[string, Partial<SealContext>]>([
    ['row', { keyId: 'key-2' }],
    ['table', { table: 'key_pair' }],
    ['user', { userId: '8' }],
    ['exchange', { exchange: 'kraken' }],
    ['row and user that spell the same', { keyId: 'key-1|7', userId: '' }],
  ])('does not open what was moved to another %s', (_, elsewhere) => {
    const vault = new Vault(aVaultKey())
    const sealed = vault.seal(someCredentials(), HERE)

    expect(() => vault.open(sealed, { ...HERE, ...elsewhere })).toThrow(VaultError)
  })

  test.each<[string, (one: Sealed, other: Sealed) => Sealed]>([
    [
      'columns that were swapped',
      (one) => ({ wrappedDataKey: one.sealedCredentials, sealedCredentials: one.wrappedDataKey }),
    ],
    [
      'a wrapped key in both columns',
      (one) => ({ wrappedDataKey: one.wrappedDataKey, sealedCredentials: one.wrappedDataKey }),
    ],
    [
      'the credentials of another row',
      (one, other) => ({ ...one, sealedCredentials: other.sealedCredentials }),
    ],
    [
      'the data key of another row',
      (one, other) => ({ ...one, wrappedDataKey: other.wrappedDataKey }),
    ],
    ...[0, 12, 28, 40].map((at): [string, (one: Sealed) => Sealed] => [
      `a changed byte ${at} of the credentials`,
      (one) => ({ ...one, sealedCredentials: flipped(one.sealedCredentials, at) }),
    ]),
    ...[0, 12, 28, 40].map((at): [string, (one: Sealed) => Sealed] => [
      `a changed byte ${at} of the data key`,
      (one) => ({ ...one, wrappedDataKey: flipped(one.wrappedDataKey, at) }),
    ]),
    ...[0, 12, 16, 20, 27, 28, 59].map((length): [string, (one: Sealed) => Sealed] => [
      `a data key cut to ${length} bytes`,
      (one) => ({ ...one, wrappedDataKey: cut(one.wrappedDataKey, length) }),
    ]),
    ['no base64', (one) => ({ ...one, wrappedDataKey: '§§§' })],
  ])('does not open %s', (_, change) => {
    const vault = new Vault(aVaultKey())
    const [one, other] = [vault.seal(someCredentials(), HERE), vault.seal(someCredentials(), HERE)]

    expect(() => vault.open(change(one, other), HERE)).toThrow(VaultError)
  })

  test('does not open with another VAULT_KEY, and names neither key nor secret', () => {
    const credentials = someCredentials()
    const [right, wrong] = [aVaultKey(), aVaultKey()]
    const sealed = new Vault(right).seal(credentials, HERE)

    const open = () => new Vault(wrong).open(sealed, HERE)

    expect(open).toThrow('Cannot open what is sealed: wrong VAULT_KEY or altered data')
  })

  test('reads its own canary and refuses that of another VAULT_KEY', () => {
    const vault = new Vault(aVaultKey())
    const canary = vault.sealCanary()

    expect(() => vault.checkCanary(canary)).not.toThrow()
    expect(() => new Vault(aVaultKey()).checkCanary(canary)).toThrow(VaultError)
    expect(() => vault.checkCanary('')).toThrow(VaultError)
    expect(() => vault.checkCanary(flipped(canary, 30))).toThrow(VaultError)
  })

  test.each([
    ['nothing', ''],
    ['31 bytes', Buffer.alloc(31).toString('base64')],
    ['33 bytes', Buffer.alloc(33).toString('base64')],
    ['64 digits', '0123456789abcdef'.repeat(4)],
  ])('refuses a VAULT_KEY of %s', (_, text) => {
    expect(() => new Vault(new Secret(text))).toThrow(RangeError)
  })
})

describe('eraseKey() with scrubFiles()', () => {
  test('leaves nothing of a secret in any file, nor of its ciphertext and data key', async () => {
    const path = join(scratchFolder(), 'a.db')
    const db = await aSqlite(path)
    const vault = new Vault(aVaultKey())
    const keys = Array.from({ length: 40 }, () => {
      const id = randomUUID()
      const credentials = someCredentials()
      const sealed = vault.seal(credentials, { ...HERE, keyId: id })
      return { id, credentials, sealed }
    })
    for (const { id, sealed } of keys) {
      await db.transaction().execute((trx) => insertKey(trx, aKey({ id }), sealed))
    }
    const erased = keys.filter((_, i) => i % 3 !== 0)
    const contents = () =>
      ['', '-wal', '-shm', '.lock']
        .map((suffix) => readFileSync(`${path}${suffix}`, 'latin1'))
        .join()
    const before = contents()
    const [sample] = erased
    expect(before).toContain(sample?.sealed.sealedCredentials)

    for (const { id } of erased) await db.transaction().execute((trx) => eraseKey(trx, id, NOON))
    expect(await scrubFiles(db)).toBe(true)

    const after = new Set(windows(contents(), 12))
    const left = erased.flatMap(({ credentials, sealed }) =>
      [...Object.values(credentials), ...Object.values(sealed)]
        .flatMap((text) => windows(text, 12))
        .filter((part) => after.has(part)),
    )
    expect(left).toEqual([])
    expect(await findSealed(db, sample?.id ?? '')).toBeUndefined()
    expect(await findKey(db, sample?.id ?? '')).toMatchObject({ status: 'unlinked', tail: 'abcd' })
  })

  test('keeps the secrets of the other keys, and no plain text of them in any file', async () => {
    const path = join(scratchFolder(), 'a.db')
    const db = await aSqlite(path)
    const vault = new Vault(aVaultKey())
    const credentials = someCredentials()
    const sealed = vault.seal(credentials, HERE)
    await db.transaction().execute((trx) => insertKey(trx, aKey(), sealed))
    await db.transaction().execute((trx) => insertKey(trx, aKey({ id: 'key-2' }), sealed))

    await db.transaction().execute((trx) => eraseKey(trx, 'key-2', NOON))
    await scrubFiles(db)

    const kept = await findSealed(db, 'key-1')
    expect(kept && vault.open(kept, HERE)).toEqual(credentials)
    const text = readFileSync(path, 'latin1') + readFileSync(`${path}-wal`, 'latin1')
    const plain = Object.values(credentials).flatMap((secret) => windows(secret, 12))
    expect(plain.filter((part) => text.includes(part))).toEqual([])
  })
})

/** Every part of that many characters. */
function windows(text: string, length: number): string[] {
  return Array.from({ length: Math.max(0, text.length - length + 1) }, (_, i) =>
    text.slice(i, i + length),
  )
}
