import { createHmac, createPublicKey, timingSafeEqual, verify, type KeyObject } from 'node:crypto'
import type { ApiKey } from './keys.ts'

/** The kinds of public keys that an exchange registers. */
export type PublicKeyKind = 'ed25519' | 'rsa'

const SIZES = [2048, 4096]

/**
 * A public key as its owner pastes it, PEM.
 *
 * @throws {RangeError} in words for the owner when it is none, or of a kind that the exchange does not take.
 */
export function readPublicKey(pem: string, kinds: readonly PublicKeyKind[]): KeyObject {
  if (pem.includes('PRIVATE KEY'))
    throw new RangeError('This is a private key: nobody else may see it')
  const key = parse(pem)
  if (key === undefined) {
    throw new RangeError('This is no public key: copy all of it, with its first and last line')
  }
  const { asymmetricKeyType, asymmetricKeyDetails } = key
  const isTaken = kinds.some((kind) => kind === asymmetricKeyType)
  const hasSize =
    asymmetricKeyType !== 'rsa' || SIZES.includes(asymmetricKeyDetails?.modulusLength ?? 0)
  if (!isTaken || !hasSize)
    throw new RangeError('The exchange does not take this kind of public key')
  return key
}

function parse(pem: string): KeyObject | undefined {
  try {
    return createPublicKey(pem.trim())
  } catch {
    return undefined
  }
}

/** Whether a text was signed with the key: in base64 by the private half of a pair, else in hex by HMAC-SHA256. */
export function isSignedBy(
  { secret, publicKey }: ApiKey,
  text: string,
  signature: string,
): boolean {
  if (publicKey !== undefined) {
    const algorithm = publicKey.asymmetricKeyType === 'ed25519' ? null : 'sha256'
    return verify(algorithm, Buffer.from(text), publicKey, Buffer.from(signature, 'base64'))
  }
  const expected = createHmac('sha256', secret).update(text).digest()
  const given = Buffer.from(signature, 'hex')
  return given.length === expected.length && timingSafeEqual(given, expected)
}
