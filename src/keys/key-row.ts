import { Big } from 'big.js'
import type { Schema } from '../db/schema.ts'
import type { ExchangeId, KeyRights } from '../exchange/exchange.ts'
import type { EndTold, Key, KeyCause } from './key.ts'
import type { Sealed } from './vault.ts'

type KeyRow = Schema['exchange_key']

/** What the exchange tells of the account, and which key it is. */
export function accountColumns(key: Key) {
  return {
    key_kind: key.kind,
    watch_only: key.watchOnly ? 1 : 0,
    account_uid: key.accountUid,
    taker_fee_rate: key.takerFeeRate.toFixed(),
    tail: key.tail,
  }
}

/** What probes have found. */
export function healthColumns(key: Key) {
  return {
    health: key.health,
    cause: key.cause ?? null,
    refusals: key.refusals,
    refused_at: key.refusedAt?.toISOString() ?? null,
    refused_since: key.refusedSince?.toISOString() ?? null,
    held: key.held ? 1 : 0,
    other_cause: key.otherCause ?? null,
    end_told: key.endTold?.at.toISOString() ?? null,
    end_told_days: key.endTold?.days ?? null,
    rights: JSON.stringify(key.rights),
    checked_at: key.checkedAt.toISOString(),
  }
}

/** The credentials, which only the vault can open. */
export function sealedColumns({ wrappedDataKey, sealedCredentials }: Sealed) {
  return { wrapped_data_key: wrappedDataKey, sealed_credentials: sealedCredentials }
}

/** A key as it is on record; its credentials are read apart from it. */
export function toKey(row: KeyRow): Key {
  return {
    id: row.id,
    userId: row.user_id,
    exchange: row.exchange as ExchangeId,
    label: row.label,
    status: row.status,
    health: row.health,
    cause: (row.cause as KeyCause | null) ?? undefined,
    refusals: row.refusals,
    refusedAt: toDate(row.refused_at),
    refusedSince: toDate(row.refused_since),
    held: row.held === 1,
    otherCause: (row.other_cause as KeyCause | null) ?? undefined,
    endTold: toEndTold(row),
    kind: row.key_kind,
    watchOnly: row.watch_only === 1,
    rights: toRights(row.rights),
    accountUid: row.account_uid,
    takerFeeRate: new Big(row.taker_fee_rate),
    tail: row.tail,
    checkedAt: new Date(row.checked_at),
    createdAt: new Date(row.created_at),
  }
}

function toDate(text: string | null): Date | undefined {
  return text === null ? undefined : new Date(text)
}

function toEndTold({ end_told: at, end_told_days: days }: KeyRow): EndTold | undefined {
  return at === null || days === null ? undefined : { at: new Date(at), days }
}

function toRights(text: string): KeyRights {
  const rights = JSON.parse(text) as Partial<Record<keyof KeyRights, boolean & string>>
  return {
    read: rights.read,
    trade: rights.trade,
    withdraw: rights.withdraw,
    ipBound: rights.ipBound,
    createdAt: rights.createdAt === undefined ? undefined : new Date(rights.createdAt),
    expiresAt: rights.expiresAt === undefined ? undefined : new Date(rights.expiresAt),
  }
}
