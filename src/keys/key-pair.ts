import { randomUUID } from 'node:crypto'
import { EXCHANGE_FACTS } from '../exchange/adapters/registry.ts'
import { newKeyPair } from '../exchange/credentials/key-pair.ts'
import type { Credentials, ExchangeId } from '../exchange/exchange.ts'
import { addSeconds } from '../lib/clock.ts'
import { commit } from '../queue/core.ts'
import type { KeyCore } from './key-core.ts'
import { insertPair, listPairs, type UnfinishedPair } from './key-pair-repo.ts'
import type { SealContext } from './vault.ts'

/** A pair whose API key has not come by then is shredded. */
const PAIR_SECONDS = 86_400

type PairCore = Pick<KeyCore, 'db' | 'queue' | 'clock' | 'log' | 'vault'>

/**
 * The user's key pair for an exchange: the unfinished one, or a new one, whose private half is sealed
 * and on record before anybody sees the public one.
 *
 * @throws {RangeError} on an exchange that takes no public keys.
 */
export async function pairFor(
  core: PairCore,
  userId: string,
  exchange: ExchangeId,
): Promise<UnfinishedPair> {
  const known = await findPair(core, userId, exchange)
  if (known !== undefined) return known
  await makePair(core, userId, exchange)
  const pair = await findPair(core, userId, exchange)
  if (pair === undefined) throw new RangeError(`Cannot find the pair for ${exchange}: just made`)
  return pair
}

/** The user's unfinished pair for an exchange; undefined once it is linked or has expired. */
export async function findPair(
  { db, clock }: Pick<KeyCore, 'db' | 'clock'>,
  userId: string,
  exchange: ExchangeId,
): Promise<UnfinishedPair | undefined> {
  const pairs = await listPairs(db, userId, clock.now())
  return pairs.find((pair) => pair.exchange === exchange)
}

async function makePair(core: PairCore, userId: string, exchange: ExchangeId): Promise<void> {
  const { keyPair } = EXCHANGE_FACTS[exchange]
  if (keyPair === undefined) throw new RangeError(`Cannot make a key pair: ${exchange} takes none`)
  const { publicKey, privateKey } = await newKeyPair(keyPair.type)
  const id = randomUUID()
  const sealed = core.vault.seal(
    { apiKey: '', secret: privateKey },
    placeOf({ id, userId, exchange }),
  )
  const expiresAt = addSeconds(core.clock.now(), PAIR_SECONDS)
  const pair = { id, userId, exchange, publicKey, sealed, expiresAt }
  // A doubled tap made another one: that stays.
  await commit(core, (trx) => insertPair(trx, pair, core.clock.now()))
}

/** The pair's private half, with the API key that the exchange gave for the public one. @throws {VaultError} */
export function credentialsOf(
  { vault }: Pick<KeyCore, 'vault'>,
  pair: UnfinishedPair,
  apiKey: string,
): Credentials {
  return { ...vault.open(pair.sealed, placeOf(pair)), apiKey }
}

function placeOf({ id, userId, exchange }: Pick<UnfinishedPair, 'id' | 'userId' | 'exchange'>) {
  return { keyId: id, userId, exchange, table: 'key_pair' } satisfies SealContext
}
