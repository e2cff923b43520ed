import type { ApiKey } from '../../../src/playground/paper-exchange/keys.ts'
import { hashText } from '../../../src/playground/paper-exchange/random.ts'
import { permissionsOf } from './auth.ts'
import { assetAltNameOf, assetIdOf } from './names.ts'
import type { KrakenDeps, PrivateRoutes } from './route.ts'

/** What an account has and what a key may do. */
export const accountRoutes: PrivateRoutes = {
  Balance: { permissions: ['query-funds'], points: 1, answer: balance },
  BalanceEx: { permissions: ['query-funds'], points: 1, answer: extendedBalance },
  GetApiKeyInfo: { permissions: [], points: 1, answer: (_, _fields, key) => keyInfo(key) },
}

/** Every coin with all that there is of it, in orders too. */
function balance(deps: KrakenDeps, _fields: unknown, key: ApiKey) {
  const rows = Object.entries(extendedBalance(deps, _fields, key))
  return Object.fromEntries(rows.map(([name, row]) => [name, row.balance]))
}

/** https://docs.kraken.com/api-reference/account-data/get-extended-balance: what is free is the rest. */
function extendedBalance({ spot, kraken }: KrakenDeps, _fields: unknown, { account }: ApiKey) {
  return Object.fromEntries(
    spot.ledger.list(account).map(({ asset, free, locked }) => {
      const name = kraken.earning.has(asset) ? `${assetAltNameOf(asset)}.F` : assetIdOf(asset)
      const row = { balance: free.plus(locked).toFixed(10), hold_trade: locked.toFixed(10) }
      return [name, row]
    }),
  )
}

/** As keys are answered now, in snake_case: an empty list of addresses has one empty text. */
function keyInfo(key: ApiKey) {
  const { label, account, rights, createdAt } = key
  const created = String(Math.floor(createdAt.getTime() / 1000))
  return {
    api_key_name: label,
    api_key: key.apiKey,
    nonce: '0',
    nonce_window: '0',
    permissions: permissionsOf(key),
    iban: ibanOf(account),
    valid_until: '0',
    query_from: '0',
    query_to: '0',
    created_time: created,
    modified_time: created,
    ip_allowlist: rights.ipRestrict ? ['203.0.113.7'] : [''],
    last_used: created,
  }
}

/** The account's own number: `AA51 N84G 1P3N 6IQI`. */
function ibanOf(account: string): string {
  const text = hashText(account).toString(36).toUpperCase().padStart(12, '0')
  return ['AA51', text.slice(0, 4), text.slice(4, 8), text.slice(8)].join(' ')
}
