import { randomUUID } from 'node:crypto'
import { ExchangeError, type KeyVerdict } from '../exchange/exchange-error.ts'
import { EXCHANGE_FACTS } from '../exchange/adapters/registry.ts'
import { isPrivateKey } from '../exchange/credentials/key-pair.ts'
import type { Account, Credentials, ExchangeId, KeyRights } from '../exchange/exchange.ts'
import { commit } from '../queue/core.ts'
import { beginAbsence } from './absence-repo.ts'
import { KeyErased } from './connections.ts'
import { deletePair } from './key-pair-repo.ts'
import { UNDOUBTED, type Key } from './key.ts'
import type { KeyCore } from './key-core.ts'
import { getKey, insertKey, listKeys, replaceCredentials } from './key-repo.ts'
import { queueCheck } from './watch.ts'

/** Why a key is not kept. */
export type LinkRefusal =
  | 'can-withdraw'
  | 'cannot-read'
  | 'unknown-key'
  | Exclude<KeyVerdict, 'revoked'>
  | 'already-linked'
  | 'other-account'
  | 'unavailable'

export type LinkOutcome =
  | { ok: true; key: Key }
  | { ok: false; reason: LinkRefusal }
  /** The exchange does not tell whether it may trade or withdraw: its owner has to say. */
  | { ok: false; reason: 'rights-unknown'; rights: KeyRights }

/** What else there is to know of a key that is to be linked. */
interface LinkOptions {
  /** Its owner knows which rights are not told, and wants it kept all the same. */
  knowing?: true
  /** The unfinished key pair that it is: done once it is linked. */
  pairId?: string | undefined
}

interface Trial {
  account: Account
  rights: KeyRights
  /** With the site that knows the key. */
  credentials: Credentials
}

/** Tries a key on the exchange and keeps it, sealed, when it is fit to be kept. */
export async function linkKey(
  core: KeyCore,
  request: { userId: string; exchange: ExchangeId; credentials: Credentials } & LinkOptions,
): Promise<LinkOutcome> {
  const { userId, exchange, credentials, knowing, pairId } = request
  const trial = await tryKey(core, exchange, credentials)
  if (typeof trial === 'string') return { ok: false, reason: trial }

  const id = randomUUID()
  const tail = credentials.apiKey.slice(-4)
  const sealed = core.vault.seal(trial.credentials, { keyId: id, userId, exchange })
  return commit(core, async (trx) => {
    const others = (await listKeys(trx, userId)).filter((key) => key.exchange === exchange)
    if (others.some((key) => key.tail === tail && key.accountUid === trial.account.uid)) {
      return { ok: false, reason: 'already-linked' }
    }
    if (isUnclear(trial.rights) && !knowing) return unclear(trial)
    const label = freeLabel(EXCHANGE_FACTS[exchange].name, others)
    const key = toNewKey(trial, { id, userId, exchange, label, tail }, core)
    await insertKey(trx, key, sealed)
    if (pairId !== undefined) await deletePair(trx, pairId)
    await queueCheck(trx, core, id)
    return { ok: true, key }
  })
}

/**
 * Puts a new key of the same account in the place of an old one. Bots stay as they are.
 *
 * @throws {KeyErased} when the old one is disconnected by now.
 */
export async function replaceKey(
  core: KeyCore,
  request: { keyId: string; credentials: Credentials } & LinkOptions,
): Promise<LinkOutcome> {
  const { keyId, credentials, knowing, pairId } = request
  const old = await getKey(core.db, keyId)
  const trial = await tryKey(core, old.exchange, credentials)
  if (typeof trial === 'string') return { ok: false, reason: trial }
  if (trial.account.uid !== old.accountUid) return { ok: false, reason: 'other-account' }
  if (isUnclear(trial.rights) && !knowing) return unclear(trial)

  const { userId, exchange, label } = old
  const identity = { id: keyId, userId, exchange, label, tail: credentials.apiKey.slice(-4) }
  const key = { ...toNewKey(trial, identity, core), status: old.status, createdAt: old.createdAt }
  const sealed = core.vault.seal(trial.credentials, { keyId, userId, exchange })
  await commit(core, async (trx) => {
    if (!(await replaceCredentials(trx, key, sealed))) {
      throw new KeyErased(`Cannot replace key ${keyId}: it is disconnected`)
    }
    if (pairId !== undefined) await deletePair(trx, pairId)
    await beginAbsence(trx, keyId, old.refusedAt ?? old.checkedAt)
    await queueCheck(trx, core, keyId)
  })
  core.connections.drop(keyId)
  return { ok: true, key }
}

/** Whether nobody but its owner can say what a key may do with the coins. */
function isUnclear({ trade, withdraw }: KeyRights): boolean {
  return trade === undefined || withdraw === undefined
}

function unclear({ rights }: Trial): LinkOutcome {
  return { ok: false, reason: 'rights-unknown', rights }
}

/** Where an exchange has several sites, the key is tried on each until one knows it. */
async function tryKey(
  core: KeyCore,
  exchange: ExchangeId,
  credentials: Credentials,
): Promise<Trial | LinkRefusal> {
  let outcome: Trial | LinkRefusal = 'unknown-key'
  for (const site of EXCHANGE_FACTS[exchange].sites ?? [undefined]) {
    outcome = await tryAt(core, exchange, { ...credentials, ...(site !== undefined && { site }) })
    if (outcome !== 'unknown-key') break
  }
  return outcome
}

async function tryAt(
  core: KeyCore,
  exchange: ExchangeId,
  credentials: Credentials,
): Promise<Trial | LinkRefusal> {
  const connection = core.exchanges.connect(exchange, credentials)
  try {
    const rights = await connection.routine.fetchRights()
    if (rights.withdraw === true) return 'can-withdraw'
    if (rights.read === false) return 'cannot-read'
    return { rights, credentials, account: await connection.routine.fetchAccount() }
  } catch (error) {
    if (error instanceof ExchangeError) return refusalOf(error)
    throw error
  } finally {
    connection.close()
  }
}

function refusalOf({ code, verdict }: ExchangeError): LinkRefusal {
  if (code !== 'key-rejected') return 'unavailable'
  return verdict === 'revoked' ? 'unknown-key' : (verdict ?? 'not-permitted')
}

/** `Binance`, `Binance 2`, …: the first that no other key has. */
function freeLabel(name: string, others: readonly Key[]): string {
  let label = name
  for (let n = 2; others.some((key) => key.label === label); n += 1) label = `${name} ${n}`
  return label
}

function toNewKey(
  { account, rights, credentials }: Trial,
  identity: Pick<Key, 'id' | 'userId' | 'exchange' | 'label' | 'tail'>,
  { clock }: Pick<KeyCore, 'clock'>,
): Key {
  const at = clock.now()
  return {
    ...identity,
    status: 'linked',
    ...UNDOUBTED,
    endTold: undefined,
    kind: isPrivateKey(credentials.secret) ? 'key-pair' : 'secret',
    watchOnly: rights.trade === false || !account.canTrade,
    rights,
    accountUid: account.uid,
    takerFeeRate: account.takerFeeRate,
    checkedAt: at,
    createdAt: at,
  }
}
