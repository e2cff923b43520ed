import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { ExchangeId } from '../exchange/exchange.ts'
import { addSeconds } from '../lib/clock.ts'
import { commit } from '../queue/core.ts'
import { newSealingPair, openSealed, type SealedText } from './hpke.ts'
import type { KeyCore } from './key-core.ts'
import {
  findPageRequest,
  insertPageRequest,
  leavePageRequests,
  type PageRequest,
} from './page-request-repo.ts'
import type { SealContext } from './vault.ts'

/** How long a page can be used. */
const PAGE_SECONDS = 600

type PageCore = Pick<KeyCore, 'db' | 'queue' | 'clock' | 'log' | 'vault'>

/** The user a page is for, and the credentials it asks for. */
interface Asked {
  userId: string
  exchange: ExchangeId
  /** The key that they replace. */
  keyId: string | undefined
}

/**
 * Opens a page for credentials; the user's earlier ones end. Gives the token for its link: 32 random
 * bytes that are stored nowhere.
 */
export async function requestPage(
  core: PageCore,
  { userId, exchange, keyId }: Asked,
): Promise<{ token: string; expiresAt: Date }> {
  const { publicKey, privateKey } = await newSealingPair()
  const id = randomUUID()
  const place = placeOf({ id, userId, exchange })
  const sealed = core.vault.seal({ apiKey: '', secret: privateKey }, place)
  const token = randomBytes(32).toString('base64url')
  const createdAt = core.clock.now()
  const expiresAt = addSeconds(createdAt, PAGE_SECONDS)
  const status = 'open' as const
  const page = { id, userId, exchange, keyId, publicKey, sealed, status, createdAt, expiresAt }
  await commit(core, async (trx) => {
    await leavePageRequests(trx, userId)
    await insertPageRequest(trx, page, hashOf(token))
  })
  return { token, expiresAt }
}

/** The page behind a link; undefined if there never was one, or too long ago to remember. */
export function findPage(
  { db }: Pick<KeyCore, 'db'>,
  token: string,
): Promise<PageRequest | undefined> {
  return findPageRequest(db, { tokenHash: hashOf(token) })
}

/** What can be done with a page. */
export function stateOf(
  { status, expiresAt }: Pick<PageRequest, 'status' | 'expiresAt'>,
  now: Date,
): PageRequest['status'] | 'expired' {
  return status === 'open' && expiresAt <= now ? 'expired' : status
}

/** What was entered on a page; undefined unless it was sealed for this very request. @throws {VaultError} */
export async function openFromPage(
  { vault }: Pick<KeyCore, 'vault'>,
  page: PageRequest,
  sealed: SealedText,
): Promise<string | undefined> {
  if (page.sealed === undefined) return undefined
  const { secret: privateKey } = vault.open(page.sealed, placeOf(page))
  return openSealed(sealed, { privateKey, info: infoOf(page) })
}

/**
 * Binds what is sealed to its request: HPKE opens it with no other `info`. It is a hash, because anyone with
 * the link can see the page, which must reveal nothing about the user.
 */
export function infoOf({
  id,
  userId,
  exchange,
  keyId,
}: Pick<PageRequest, 'id' | 'userId' | 'exchange' | 'keyId'>): Uint8Array<ArrayBuffer> {
  const all = JSON.stringify(['undock sealed page v1', id, userId, exchange, keyId ?? null])
  return Uint8Array.from(createHash('sha256').update(all).digest())
}

function placeOf({ id, userId, exchange }: Pick<PageRequest, 'id' | 'userId' | 'exchange'>) {
  return { keyId: id, userId, exchange, table: 'page_request' } satisfies SealContext
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
