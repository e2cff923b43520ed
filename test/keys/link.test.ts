import { describe, expect, test } from 'vitest'
import type { Credentials } from '../../src/exchange/exchange.ts'
import { Connections, KeyErased } from '../../src/keys/connections.ts'
import { eraseKey, findSealed, getKey, listKeys, moveKey } from '../../src/keys/key-repo.ts'
import { linkKey, replaceKey, type LinkRefusal } from '../../src/keys/link.ts'
import type { FaultEffect } from '../../src/playground/paper-exchange/faults.ts'
import { aSecretText, openKeys, type KeyStage } from './support.ts'

const RIGHTS = '/sapi/v1/account/apiRestrictions'
const ACCOUNT = '/api/v3/account'

function answers(status: number, body: unknown): FaultEffect {
  return { kind: 'status', status, body: JSON.stringify(body) }
}

const TOLD = {
  ipRestrict: true,
  createTime: 1,
  enableReading: true,
  enableWithdrawals: false as boolean | undefined,
  enableSpotAndMarginTrading: true as boolean | undefined,
}
const NO_READING = { ...TOLD, enableReading: false }

/** Ways in which a key turns out not to be fit; each gives the credentials that are sent. */
const UNFIT: [string, LinkRefusal, (stage: KeyStage) => Credentials][] = [
  ['may withdraw', 'can-withdraw', ({ paper }) => paper.createKey({ withdraw: true })],
  [
    'may not read',
    'cannot-read',
    ({ paper }) => {
      paper.fault({ path: RIGHTS, effect: answers(200, NO_READING) })
      return paper.createKey()
    },
  ],
  [
    'was deleted',
    'unknown-key',
    ({ paper }) => {
      const key = paper.createKey()
      paper.setKeyState(key.apiKey, 'deleted')
      return key
    },
  ],
  ['is from elsewhere', 'unknown-key', () => ({ apiKey: aSecretText(), secret: aSecretText() })],
  ['is not even a key', 'unknown-key', () => ({ apiKey: 'hello', secret: 'there' })],
  [
    'comes with the secret of another',
    'bad-secret',
    ({ paper }) => ({ ...paper.createKey(), secret: aSecretText() }),
  ],
  [
    'is bound to other addresses',
    'not-permitted',
    ({ paper }) => {
      const key = paper.createKey()
      paper.setKeyState(key.apiKey, 'ip-blocked')
      return key
    },
  ],
  [
    'is of a locked account',
    'frozen',
    ({ paper }) => {
      paper.fault({ path: RIGHTS, effect: answers(400, { code: -2017, msg: 'Locked.' }) })
      return paper.createKey()
    },
  ],
  [
    'is refused between the two questions',
    'not-permitted',
    ({ paper }) => {
      paper.fault({ path: ACCOUNT, effect: answers(401, { code: -2015, msg: 'Invalid.' }) })
      return paper.createKey()
    },
  ],
  [
    'cannot be tried in maintenance',
    'unavailable',
    ({ paper }) => {
      paper.setMaintenance(true)
      return paper.createKey()
    },
  ],
  [
    'cannot be tried for a rate limit',
    'unavailable',
    ({ paper }) => {
      paper.fault({ path: RIGHTS, effect: answers(429, { code: -1003, msg: 'Too many.' }) })
      return paper.createKey()
    },
  ],
  [
    'cannot be tried for a cut connection',
    'unavailable',
    ({ paper }) => {
      paper.fault({ path: RIGHTS, effect: { kind: 'drop' } })
      return paper.createKey()
    },
  ],
]

const ONE_PER_REFUSAL = [...new Map(UNFIT.map((one) => [one[1], one])).values()]

describe('linkKey()', () => {
  test('keeps a good key, sealed, and plans its first check', async () => {
    const stage = await openKeys()
    const credentials = stage.paper.createKey({ ipRestrict: true })

    const outcome = await linkKey(stage, { userId: '7', exchange: 'binance', credentials })

    expect(outcome).toMatchObject({
      ok: true,
      key: {
        userId: '7',
        exchange: 'binance',
        label: 'Binance',
        tail: credentials.apiKey.slice(-4),
        status: 'linked',
        health: 'healthy',
        watchOnly: false,
        rights: { read: true, trade: true, withdraw: false, ipBound: true },
      },
    })
    const [key] = await listKeys(stage.db, '7')
    expect(key && { ok: true, key }).toEqual(outcome)
    const sealed = await findSealed(stage.db, key?.id ?? '')
    const place = { keyId: key?.id ?? '', userId: '7', exchange: 'binance' }
    expect(sealed && stage.vault.open(sealed, place)).toEqual(credentials)
    const wakes = await stage.db.selectFrom('wake').select(['lane', 'id']).execute()
    expect(wakes).toEqual([{ lane: 'watch', id: key?.id }])
  })

  test('sends nothing but questions', async () => {
    const stage = await openKeys()

    await stage.link()

    const asked = stage.paper.requests().filter(({ apiKey }) => apiKey !== undefined)
    expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
      `GET ${RIGHTS}`,
      `GET ${ACCOUNT}`,
    ])
  })

  test.each<[string, Parameters<KeyStage['link']>[0], boolean]>([
    ['may trade', {}, false],
    ['may only read', { trade: false }, true],
  ])('keeps a key that %s', async (_, rights, watchOnly) => {
    const stage = await openKeys()

    expect(await stage.link(rights)).toMatchObject({ watchOnly, rights: { trade: !watchOnly } })
  })

  test.each(UNFIT)('keeps nothing of a key that %s: %s', async (_, reason, make) => {
    const stage = await openKeys()
    const credentials = make(stage)

    const outcome = await linkKey(stage, { userId: '7', exchange: 'binance', credentials })

    expect(outcome).toEqual({ ok: false, reason })
    expect(await stage.db.selectFrom('exchange_key').selectAll().execute()).toEqual([])
    expect(await stage.db.selectFrom('wake').selectAll().execute()).toEqual([])
    expect(stage.refused).toEqual([])
  })

  test.each<[string, Partial<typeof TOLD>]>([
    ['may withdraw', { enableWithdrawals: undefined }],
    ['may trade', { enableSpotAndMarginTrading: undefined }],
  ])(
    'keeps a key of which nobody tells whether it %s only for somebody who knows',
    async (_, of) => {
      const stage = await openKeys()
      stage.paper.fault({ path: RIGHTS, times: 2, effect: answers(200, { ...TOLD, ...of }) })
      const credentials = stage.paper.createKey()
      const request = { userId: '7', exchange: 'binance', credentials } as const

      const asked = await linkKey(stage, request)

      expect(asked).toMatchObject({ ok: false, reason: 'rights-unknown' })
      expect(await listKeys(stage.db, '7')).toEqual([])
      expect(await linkKey(stage, { ...request, knowing: true })).toMatchObject({ ok: true })
    },
  )

  test('refuses a key that is linked already, unless somebody else links it', async () => {
    const stage = await openKeys()
    const { apiKey, secret } = await stage.link()
    const request = { exchange: 'binance', credentials: { apiKey, secret } } as const

    const again = await linkKey(stage, { ...request, userId: '7' })
    const other = await linkKey(stage, { ...request, userId: '8' })

    expect(again).toEqual({ ok: false, reason: 'already-linked' })
    expect(other.ok).toBe(true)
  })

  test('links a key again that was unlinked', async () => {
    const stage = await openKeys()
    const { id, apiKey, secret } = await stage.link()
    await stage.db.transaction().execute((trx) => eraseKey(trx, id, stage.clock.now()))

    const outcome = await linkKey(stage, {
      userId: '7',
      exchange: 'binance',
      credentials: { apiKey, secret },
    })

    expect(outcome.ok).toBe(true)
  })

  test('gives every key a label of its own, also after one of them left', async () => {
    const stage = await openKeys()
    const first = await stage.link()
    await stage.link()
    await stage.link()
    await stage.db.transaction().execute((trx) => eraseKey(trx, first.id, stage.clock.now()))

    await stage.link()

    const labels = (await listKeys(stage.db, '7')).map(({ label }) => label)
    expect(labels.toSorted()).toEqual(['Binance', 'Binance 2', 'Binance 3'])
  })
})

describe('replaceKey()', () => {
  test('puts a new key of the same account in the place of a dead one', async () => {
    const stage = await openKeys()
    const old = await stage.link({ label: 'old' })
    await stage.db.updateTable('exchange_key').set({ health: 'dead', cause: 'revoked' }).execute()
    stage.clock.advance(3_600_000)
    const credentials = stage.paper.createKey({ trade: false })

    const outcome = await replaceKey(stage, { keyId: old.id, credentials })

    const key = await getKey(stage.db, old.id)
    expect(outcome).toEqual({ ok: true, key })
    expect(key).toMatchObject({
      id: old.id,
      label: old.label,
      createdAt: old.createdAt,
      status: 'linked',
      health: 'healthy',
      cause: undefined,
      refusals: 0,
      watchOnly: true,
      tail: credentials.apiKey.slice(-4),
      checkedAt: stage.clock.now(),
    })
  })

  test('speaks with the new key from then on, and with the old one never again', async () => {
    const stage = await openKeys()
    const old = await stage.link()
    await stage.connections.probe(old.id)
    const credentials = stage.paper.createKey()
    await replaceKey(stage, { keyId: old.id, credentials })
    const before = stage.paper.requests().length

    await stage.connections.probe(old.id)

    const asked = stage.paper.requests().slice(before)
    expect(asked.map(({ apiKey }) => apiKey)).toEqual([credentials.apiKey])
  })

  test('is noticed by a process that has the old key open', async () => {
    const stage = await openKeys()
    const old = await stage.link()
    const elsewhere = new Connections({ ...stage, onRefused: () => undefined })
    await elsewhere.probe(old.id)
    const credentials = stage.paper.createKey()
    await replaceKey(stage, { keyId: old.id, credentials })
    const before = stage.paper.requests().length

    await elsewhere.probe(old.id)

    const asked = stage.paper.requests().slice(before)
    expect(asked.map(({ apiKey }) => apiKey)).toEqual([credentials.apiKey])
  })

  test.each(ONE_PER_REFUSAL)(
    'leaves the old key as it is when the new one %s: %s',
    async (_, reason, make) => {
      const stage = await openKeys()
      const { id } = await stage.link()
      const before = await stage.db.selectFrom('exchange_key').selectAll().execute()

      const outcome = await replaceKey(stage, { keyId: id, credentials: make(stage) })

      expect(outcome).toEqual({ ok: false, reason })
      expect(await stage.db.selectFrom('exchange_key').selectAll().execute()).toEqual(before)
    },
  )

  test('puts a key of unclear rights in its place only for somebody who knows', async () => {
    const stage = await openKeys()
    const { id: keyId, tail } = await stage.link()
    stage.paper.fault({ path: RIGHTS, times: 2, effect: answers(200, { ipRestrict: true }) })
    const request = { keyId, credentials: stage.paper.createKey() }

    expect(await replaceKey(stage, request)).toMatchObject({ reason: 'rights-unknown' })
    expect((await getKey(stage.db, keyId)).tail).toBe(tail)
    expect(await replaceKey(stage, { ...request, knowing: true })).toMatchObject({ ok: true })
    expect((await getKey(stage.db, keyId)).tail).toBe(request.credentials.apiKey.slice(-4))
  })

  test('refuses a key of another account', async () => {
    const stage = await openKeys()
    const { id } = await stage.link()
    const credentials = stage.paper.createKey({ account: 'other' })

    const outcome = await replaceKey(stage, { keyId: id, credentials })

    expect(outcome).toEqual({ ok: false, reason: 'other-account' })
  })

  test.each<[string, (stage: KeyStage, id: string) => Promise<unknown>]>([
    [
      'erased',
      ({ db, clock }, id) => db.transaction().execute((trx) => eraseKey(trx, id, clock.now())),
    ],
    [
      'sealed after its exit',
      ({ db, clock }, id) =>
        db
          .transaction()
          .execute((trx) => moveKey(trx, id, { from: 'linked', to: 'sealed', at: clock.now() })),
    ],
  ])('puts no secret into a key that is %s by now', async (_, leave) => {
    const stage = await openKeys()
    const { id } = await stage.link()
    await leave(stage, id)
    const before = await stage.db.selectFrom('exchange_key').selectAll().execute()

    const replaced = replaceKey(stage, { keyId: id, credentials: stage.paper.createKey() })

    await expect(replaced).rejects.toThrow(KeyErased)
    expect(await stage.db.selectFrom('exchange_key').selectAll().execute()).toEqual(before)
  })
})
