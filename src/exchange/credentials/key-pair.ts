import { generateKeyPair, generateKeyPairSync } from 'node:crypto'
import { promisify } from 'node:util'

/** The kinds of key pairs that exchanges take the public half of. */
export type KeyPairType = 'ed25519' | 'rsa-4096'

/** Both halves as PEM: the public one is registered at the exchange, the private one signs requests. */
export interface KeyPair {
  publicKey: string
  privateKey: string
}

const generate = promisify(generateKeyPair)

/** Makes a new key pair. An RSA one takes a second or more, off the main thread. */
export async function newKeyPair(type: KeyPairType): Promise<KeyPair> {
  const pair =
    type === 'ed25519'
      ? generateKeyPairSync('ed25519')
      : await generate('rsa', { modulusLength: 4096 })
  return {
    publicKey: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString().trim(),
    privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString().trim(),
  }
}

/** Whether a secret is a private key in PEM, and not a text that the exchange knows too. */
export function isPrivateKey(secret: string): boolean {
  return secret.includes('PRIVATE KEY-----')
}
