import { createPrivateKey, createPublicKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findSealed, listKeys } from '../../src/keys/key-repo.ts'
import { credentialsOf, findPair, pairFor } from '../../src/keys/key-pair.ts'
import { linkKey, replaceKey } from '../../src/keys/link.ts'
import { shredExpired } from '../../src/keys/shred-expired.ts'
import { VaultError } from '../../src/keys/vault.ts'
import { aSqlite, scratchFolder } from '../support/scratch.ts'
import { openKeys, type KeyStage } from './support.ts'

async function openPair() {
  const keys = await openKeys()
  const pair = await pairFor(keys, '7', 'binance')
  const register = () => keys.paper.registerPublicKey(pair.publicKey).apiKey
  return { keys, pair, register }
}

test('pairFor() seals the private half of the public key that it gives', async () => {
  const { keys, pair } = await openPair()

  const { apiKey, secret } = credentialsOf(keys, pair, 'the-api-key')

  expect(apiKey).toBe('the-api-key')
  const half = createPublicKey(createPrivateKey(secret)).export({ type: 'spki', format: 'pem' })
  expect(half.toString().trim()).toBe(pair.publicKey)
  expect(pair.publicKey).toMatch(/^-----BEGIN PUBLIC KEY-----\n.+\n-----END PUBLIC KEY-----$/)
})

test('pairFor() gives the same pair again, also when two ask at once, and others their own', async () => {
  const { keys, pair } = await openPair()

  expect(await pairFor(keys, '7', 'binance')).toEqual(pair)
  const [one, other] = await Promise.all([
    pairFor(keys, '8', 'binance'),
    pairFor(keys, '8', 'binance'),
  ])
  expect(one).toEqual(other)
  expect(one.publicKey).not.toBe(pair.publicKey)
})

test('pairFor() makes none for an exchange that takes no public keys', async () => {
  const keys = await openKeys()

  await expect(pairFor(keys, '7', 'okx')).rejects.toThrow('okx takes none')
})

test('a pair that was moved to another user does not open', async () => {
  const { keys, pair } = await openPair()

  expect(() => credentialsOf(keys, { ...pair, userId: '8' }, 'a')).toThrow(VaultError)
})

test('a pair is linked with its API key, signs from then on, and is unfinished no more', async () => {
  const { keys, pair, register } = await openPair()
  const credentials = credentialsOf(keys, pair, register())

  const outcome = await linkKey(keys, {
    userId: '7',
    exchange: 'binance',
    credentials,
    pairId: pair.id,
  })

  expect(outcome).toMatchObject({ ok: true, key: { kind: 'key-pair' } })
  const [key] = await listKeys(keys.db, '7')
  expect(key).toMatchObject({ kind: 'key-pair', tail: credentials.apiKey.slice(-4) })
  expect(await keys.connections.probe(key?.id ?? '')).toMatchObject({ read: true })
  expect(await findPair(keys, '7', 'binance')).toBeUndefined()
})

test('a pair that the exchange refuses stays unfinished', async () => {
  const { keys, pair } = await openPair()
  const { apiKey } = keys.paper.createKey()

  const outcome = await linkKey(keys, {
    userId: '7',
    exchange: 'binance',
    credentials: credentialsOf(keys, pair, apiKey),
    pairId: pair.id,
  })

  expect(outcome).toEqual({ ok: false, reason: 'bad-secret' })
  expect(await findPair(keys, '7', 'binance')).toEqual(pair)
})

test('a pair takes the place of a secret, and a secret that of a pair', async () => {
  const { keys, pair, register } = await openPair()
  const { id: keyId } = await keys.link()
  expect(await kindOf(keys)).toBe('secret')

  const credentials = credentialsOf(keys, pair, register())
  await replaceKey(keys, { keyId, credentials, pairId: pair.id })
  expect(await kindOf(keys)).toBe('key-pair')
  expect(await findPair(keys, '7', 'binance')).toBeUndefined()

  await replaceKey(keys, { keyId, credentials: keys.paper.createKey() })
  expect(await kindOf(keys)).toBe('secret')
})

async function kindOf({ db }: KeyStage) {
  return (await listKeys(db, '7'))[0]?.kind
}

test('a pair expires after a day; the next one is another', async () => {
  const { keys, pair } = await openPair()

  keys.clock.advance(86_399_000)
  expect(await findPair(keys, '7', 'binance')).toEqual(pair)
  keys.clock.advance(1_000)
  expect(await findPair(keys, '7', 'binance')).toBeUndefined()
  expect((await pairFor(keys, '7', 'binance')).publicKey).not.toBe(pair.publicKey)
})

test('shredExpired() takes those that have expired, and no linked key', async () => {
  const { keys, pair } = await openPair()
  const { id } = await keys.link()

  keys.clock.advance(3_600_000)
  await shredExpired(keys, { again: false })
  expect(await findPair(keys, '7', 'binance')).toEqual(pair)
  keys.clock.advance(23 * 3_600_000)
  await shredExpired(keys, { again: false })

  expect(await keys.db.selectFrom('key_pair').selectAll().execute()).toEqual([])
  expect(await findSealed(keys.db, id)).toBeDefined()
})

test('of a shredded pair nothing is left in the files of SQLite', async () => {
  const path = join(scratchFolder(), 'undock.db')
  const keys = { ...(await openKeys()), db: await aSqlite(path) }
  const { sealed } = await pairFor(keys, '7', 'binance')
  const inFiles = () =>
    [path, `${path}-wal`].some((file) =>
      [sealed.wrappedDataKey, sealed.sealedCredentials].some((text) =>
        readFileSync(file, 'latin1').includes(text.slice(40, 60)),
      ),
    )
  expect(inFiles()).toBe(true)

  keys.clock.advance(86_400_000)
  await shredExpired(keys, { again: false })

  expect(inFiles()).toBe(false)
})
