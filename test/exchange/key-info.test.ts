import { describe, expect, test } from 'vitest'
import type { ExchangeId } from '../../src/exchange/exchange-id.ts'
import { serveDialect } from './dialect-server.ts'
import { answersOf } from './foreign/all.ts'
import type { Json } from './foreign/foreign.ts'
import { openWithAnswers } from './foreign/open.ts'

const KEY_INFO = 'POST /0/private/GetApiKeyInfo'
const UNKNOWN_METHOD = { error: ['EGeneral:Unknown method'] }

describe('Kraken, on an account that does not know the question about its key', () => {
  test('rights are unknown, and the account is read all the same', async () => {
    const { exchange } = await openWithAnswers('kraken', {
      ...answersOf('kraken'),
      [KEY_INFO]: UNKNOWN_METHOD,
    })

    expect(await exchange.fetchRights()).toEqual({
      read: true,
      trade: undefined,
      withdraw: undefined,
      ipBound: undefined,
      createdAt: undefined,
      expiresAt: undefined,
    })
    const { uid, canTrade, balances } = await exchange.fetchAccount()
    expect({ canTrade, free: balances.get('USDT')?.free.toFixed() }).toEqual({
      canTrade: true,
      free: '9500',
    })
    expect(uid).toMatch(/^key [0-9a-f]{16}$/)
  })

  test('each key counts as an account of its own, the same one each time', async () => {
    const answers: Record<string, Json> = { ...answersOf('kraken'), [KEY_INFO]: UNKNOWN_METHOD }
    const { connect } = await serveDialect('kraken', ({ method, path }) => ({
      body: JSON.stringify(answers[`${method} ${path}`]),
    }))

    const uids = await Promise.all(
      ['one-key', 'one-key', 'other-key'].map(
        async (key) => (await connect(key).routine.fetchAccount()).uid,
      ),
    )

    expect(uids[0]).toBe(uids[1])
    expect(uids[2]).not.toBe(uids[0])
  })

  test('a key that is refused is told as such', async () => {
    const { exchange } = await openWithAnswers('kraken', {
      ...answersOf('kraken'),
      [KEY_INFO]: UNKNOWN_METHOD,
      'POST /0/private/BalanceEx': { error: ['EAPI:Invalid key'] },
    })

    const refused = { code: 'key-rejected', verdict: 'not-permitted' }
    await expect(exchange.fetchRights()).rejects.toMatchObject(refused)
  })
})

/** Where an exchange tells from which addresses a key may be used. */
const ALLOW_LISTS: [id: ExchangeId, at: string, key: (answer: Json) => Json, name: string][] = [
  ['bybit', 'GET /v5/user/query-api', ({ result }) => result, 'ips'],
  ['okx', 'GET /api/v5/account/config', ({ data }) => data[0], 'ip'],
  ['kucoin', 'GET /api/v1/user/api-key', ({ data }) => data, 'ipWhitelist'],
  ['bitget', 'GET /api/v2/spot/account/info', ({ data }) => data, 'ips'],
  ['gate', 'GET /api/v4/account/main_keys', ([key]) => key, 'ip_whitelist'],
  ['kraken', KEY_INFO, ({ result }) => result, 'ipAllowlist'],
  ['htx', 'GET /v2/user/api-key', ({ data }) => data.at(-1), 'ipAddresses'],
]

test.each(ALLOW_LISTS)('%s: a list of no address binds a key to none', async (id, at, of, name) => {
  for (const list of [[''], [], '', ' ', [' '], null, undefined]) {
    const answers = answersOf(id)
    of(answers[at])[name] = list
    const { exchange } = await openWithAnswers(id, answers)

    expect(await exchange.fetchRights()).toMatchObject({ ipBound: false })
  }
})

test.each(['GET /api/v2/spot/account/info', 'GET /api/v2/spot/account/assets'])(
  'Bitget: an account that became a unified one is called what it is, by %s',
  async (at) => {
    const said = {
      code: '40085',
      msg: 'You are in Unified Account mode, and the Classic Account API is not supported',
    }
    const { exchange } = await openWithAnswers('bitget', { ...answersOf('bitget'), [at]: said })

    const refused = { code: 'key-rejected', verdict: 'unsupported-account', raw: '40085' }
    await expect(exchange.fetchAccount()).rejects.toMatchObject(refused)
  },
)

test('Bybit: a classic account is called what it is', async () => {
  const { exchange } = await openWithAnswers('bybit', {
    ...answersOf('bybit'),
    'GET /v5/account/wallet-balance': {
      retCode: 10001,
      retMsg: 'accountType only support CONTRACT.',
      result: {},
    },
  })

  const refused = { code: 'key-rejected', verdict: 'unsupported-account' }
  await expect(exchange.fetchAccount()).rejects.toMatchObject(refused)
})

describe('Gate, which tells of all keys of an account without saying which is ours', () => {
  const harmless = {
    state: 1,
    perms: [
      { name: 'account', read_only: true },
      { name: 'spot', read_only: false },
    ],
    ip_whitelist: ['203.0.113.7'],
    created_at: '2026-01-05T10:00:00Z',
  }
  const withdraws = { ...harmless, perms: [...harmless.perms, { name: 'withdraw' }] }
  const open = async (keys: readonly Json[]) => {
    const at = 'GET /api/v4/account/main_keys'
    return (await openWithAnswers('gate', { ...answersOf('gate'), [at]: keys })).exchange
  }

  test('what one of them may and another may not is unknown', async () => {
    for (const keys of [
      [harmless, withdraws],
      [withdraws, harmless],
    ]) {
      expect(await (await open(keys)).fetchRights()).toMatchObject({
        trade: true,
        withdraw: undefined,
        ipBound: true,
        createdAt: undefined,
      })
    }
    expect(await (await open([withdraws])).fetchRights()).toMatchObject({ withdraw: true })
  })

  test('one that is locked says nothing of ours, all of them do', async () => {
    const locked = { ...harmless, state: 2 }

    expect(await (await open([locked, harmless])).fetchRights()).toMatchObject({ trade: true })
    await expect((await open([locked, locked])).fetchRights()).rejects.toMatchObject({
      verdict: 'frozen',
    })
  })

  test('a list of no key is not understood', async () => {
    await expect((await open([])).fetchRights()).rejects.toMatchObject({ code: 'unavailable' })
  })
})

test.each<[rights: string[], trade: boolean, withdraw: boolean | undefined]>([
  [['trade', 'readonly'], true, false],
  [
    ['stor', 'stow', 'coor', 'cpow', 'smow', 'ttor', 'wtow', 'taxr', 'chow', 'p2pr', 'pllw'],
    true,
    false,
  ],
  [['stow', 'wwow'], true, true],
  [['stor', 'withdraw'], false, true],
  [['stow', 'a-right-of-tomorrow'], true, undefined],
])('Bitget: a key with %j', async (authorities, trade, withdraw) => {
  const answers = answersOf('bitget')
  answers['GET /api/v2/spot/account/info'].data.authorities = authorities
  const { exchange } = await openWithAnswers('bitget', answers)

  expect(await exchange.fetchRights()).toMatchObject({ trade, withdraw })
})
