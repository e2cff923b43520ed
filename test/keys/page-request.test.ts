import { createDecipheriv, createECDH, createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newSealingPair, openSealed } from '../../src/keys/hpke.ts'
import {
  infoOf,
  findPage,
  openFromPage,
  requestPage,
  stateOf,
} from '../../src/keys/page-request.ts'
import {
  findPageRequest,
  leavePageRequests,
  usePageRequest,
} from '../../src/keys/page-request-repo.ts'
import { shredExpired } from '../../src/keys/shred-expired.ts'
import { VaultError } from '../../src/keys/vault.ts'
import { transact } from '../../src/db/transact.ts'
import { aSqlite, scratchFolder } from '../support/scratch.ts'
import { seal } from '../support/sealed-page.ts'
import { openKeys, type KeyStage } from './support.ts'

const ASKED = { userId: '7', exchange: 'binance', keyId: undefined } as const

async function aPage(keys: KeyStage, asked = {}) {
  const { token } = await requestPage(keys, { ...ASKED, ...asked })
  const page = await findPage(keys, token)
  if (page === undefined) throw new Error('There is no page')
  const info = Buffer.from(infoOf(page)).toString('base64url')
  return { token, page, info, sealed: await seal('a secret', { ...page, info }) }
}

test('requestPage() makes a page whose link alone finds it, and what is sealed for it opens', async () => {
  const keys = await openKeys()
  const { token, page, sealed } = await aPage(keys)

  expect(token).toMatch(/^[\w-]{43}$/)
  expect(
    JSON.stringify(await keys.db.selectFrom('page_request').selectAll().execute()),
  ).not.toContain(token)
  expect(await findPage(keys, `${token}x`)).toBeUndefined()
  expect(await openFromPage(keys, page, sealed)).toBe('a secret')
})

test.each([
  ['id', { id: 'another' }],
  ['user', { userId: '8' }],
  ['exchange', { exchange: 'okx' }],
  ['key', { keyId: 'a-key' }],
] as const)('what is sealed is bound to the %s of its request', async (_, other) => {
  const { page } = await aPage(await openKeys())
  const { publicKey, privateKey } = await newSealingPair()
  const info = Buffer.from(infoOf(page)).toString('base64url')
  const sealed = await seal('a secret', { publicKey, info })

  expect(await openSealed(sealed, { privateKey, info: infoOf(page) })).toBe('a secret')
  expect(await openSealed(sealed, { privateKey, info: infoOf({ ...page, ...other }) })).toBe(
    undefined,
  )
})

test('a private key that was moved to another request does not open', async () => {
  const keys = await openKeys()
  const { page, sealed } = await aPage(keys)

  await expect(openFromPage(keys, { ...page, userId: '8' }, sealed)).rejects.toThrow(VaultError)
})

test('a page is used once, within ten minutes, and its private key is erased', async () => {
  const keys = await openKeys()
  const { page } = await aPage(keys)
  const use = () => transact(keys.db, (trx) => usePageRequest(trx, page.id, keys.clock.now()))

  expect(await Promise.all([use(), use()])).toEqual(expect.arrayContaining([true, false]))
  expect(await findPageRequest(keys.db, page)).toMatchObject({ status: 'used', sealed: undefined })

  const { page: late } = await aPage(keys)
  keys.clock.advance(600_000)
  expect(stateOf(late, keys.clock.now())).toBe('expired')
  expect(await transact(keys.db, (trx) => usePageRequest(trx, late.id, keys.clock.now()))).toBe(
    false,
  )
})

test('a newer page of the same user ends the one before, and nobody else’s', async () => {
  const keys = await openKeys()
  const { page: foreign } = await aPage(keys, { userId: '8' })
  const { page: first } = await aPage(keys)
  const { page: second } = await aPage(keys, { exchange: 'okx' })

  const statusOf = async ({ id }: { id: string }) =>
    (await findPageRequest(keys.db, { id }))?.status
  expect(await Promise.all([foreign, first, second].map(statusOf))).toEqual([
    'open',
    'left',
    'open',
  ])
  await leavePageRequests(keys.db, '7')
  expect(await Promise.all([foreign, first, second].map(statusOf))).toEqual([
    'open',
    'left',
    'left',
  ])
  expect(await findPageRequest(keys.db, second)).toMatchObject({ sealed: undefined })
})

test('shredExpired() erases the private keys of pages that have expired, also from the files', async () => {
  const path = join(scratchFolder(), 'undock.db')
  const keys = { ...(await openKeys()), db: await aSqlite(path) }
  const { page } = await aPage(keys)
  const piece = page.sealed?.sealedCredentials.slice(40, 60) ?? ''
  const inFiles = () =>
    [path, `${path}-wal`].some((file) => readFileSync(file, 'latin1').includes(piece))
  expect(inFiles()).toBe(true)

  keys.clock.advance(599_000)
  await shredExpired(keys, { again: false })
  expect(await findPageRequest(keys.db, page)).toEqual(page)
  keys.clock.advance(1_000)
  await shredExpired(keys, { again: false })

  expect(await findPageRequest(keys.db, page)).toMatchObject({ sealed: undefined })
  expect(inFiles()).toBe(false)
})

/** RFC 9180 §5.1, mode base, from its text: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. */
function openByTheBook(
  sealed: { enc: string; ciphertext: string },
  { privateKey, info }: { privateKey: string; info: Uint8Array },
): string {
  const kemSuite = Buffer.from('KEM\0\x10', 'latin1')
  const suite = Buffer.from('HPKE\0\x10\0\x01\0\x02', 'latin1')
  const extract = (of: Buffer, salt: Buffer, label: string, ikm: Uint8Array) =>
    createHmac('sha256', salt.length > 0 ? salt : Buffer.alloc(32))
      .update(Buffer.concat([Buffer.from('HPKE-v1'), of, Buffer.from(label), ikm]))
      .digest()
  const expand = (of: Buffer, prk: Buffer, label: string, about: Uint8Array, length: number) => {
    const long = Buffer.from([length >> 8, length & 255])
    const all = Buffer.concat([long, Buffer.from('HPKE-v1'), of, Buffer.from(label), about])
    const steps = Math.ceil(length / 32)
    let [block, out] = [Buffer.alloc(0), Buffer.alloc(0)]
    for (let n = 1; n <= steps; n += 1) {
      block = createHmac('sha256', prk)
        .update(Buffer.concat([block, all, Buffer.from([n])]))
        .digest()
      out = Buffer.concat([out, block])
    }
    return out.subarray(0, length)
  }
  const none = Buffer.alloc(0)
  const ecdh = createECDH('prime256v1')
  ecdh.setPrivateKey(Buffer.from(privateKey, 'base64url'))
  const enc = Buffer.from(sealed.enc, 'base64url')
  const kemContext = Buffer.concat([enc, ecdh.getPublicKey()])
  const prk = extract(kemSuite, none, 'eae_prk', ecdh.computeSecret(enc))
  const shared = expand(kemSuite, prk, 'shared_secret', kemContext, 32)
  const context = Buffer.concat([
    Buffer.from([0]),
    extract(suite, none, 'psk_id_hash', none),
    extract(suite, none, 'info_hash', info),
  ])
  const secret = extract(suite, shared, 'secret', none)
  const key = expand(suite, secret, 'key', context, 32)
  const nonce = expand(suite, secret, 'base_nonce', context, 12)
  const bytes = Buffer.from(sealed.ciphertext, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 })
  decipher.setAuthTag(bytes.subarray(-16))
  return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString()
}

test('what the browser’s code seals is HPKE as RFC 9180 describes it', async () => {
  const { publicKey, privateKey } = await newSealingPair()
  const info = Uint8Array.from(Buffer.from('for this alone'))

  const sealed = await seal('schöne Grüße\r\n', {
    publicKey,
    info: Buffer.from(info).toString('base64url'),
  })

  expect(openByTheBook(sealed, { privateKey, info })).toBe('schöne Grüße\r\n')
  expect(await openSealed(sealed, { privateKey, info })).toBe('schöne Grüße\r\n')
})
