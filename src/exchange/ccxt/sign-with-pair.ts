import { createPrivateKey, sign, type KeyObject } from 'node:crypto'
import { ExchangeError } from '../exchange-error.ts'

/** Signs the text of a request, for the place where the signature goes. */
export type Signer = (request: Uint8Array) => string

/**
 * Signs with a private key (PEM) by `node:crypto`. ccxt 4.5.84 takes up to 2 ms for an Ed25519 signature
 * and parses the PEM for each request; it also takes one with CRLF line ends for RSA, and throws.
 *
 * @throws {ExchangeError} `key-rejected` when the PEM can't be read: nothing was sent.
 */
export function signerOf(privateKey: string, place: (base64: string) => string): Signer {
  const key = readPrivateKey(privateKey)
  const algorithm = key.asymmetricKeyType === 'ed25519' ? null : 'sha256'
  return (request) => place(sign(algorithm, request, key).toString('base64'))
}

function readPrivateKey(pem: string): KeyObject {
  try {
    return createPrivateKey(pem)
  } catch {
    const message = 'Cannot use the private key: it can not be read'
    throw new ExchangeError('key-rejected', message, { verdict: 'bad-secret' })
  }
}
