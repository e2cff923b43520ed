import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { Credentials } from '../exchange/exchange.ts'
import type { Secret } from '../lib/secret.ts'

/** Where a ciphertext stands. It opens nowhere else. */
export interface SealContext {
  keyId: string
  userId: string
  exchange: string
  /** The table; that of linked keys, if not said. */
  table?: 'key_pair' | 'page_request'
}

/** Credentials at rest: useless once `wrappedDataKey` is destroyed. */
export interface Sealed {
  wrappedDataKey: string
  sealedCredentials: string
}

/** The credentials can't be opened: another `VAULT_KEY`, or a row that was tampered with. */
export class VaultError extends Error {
  override name = 'VaultError'
}

/** Seals each key's credentials under a data key of its own, wrapped by `VAULT_KEY`. */
export class Vault {
  readonly #vaultKey: Secret

  /** @throws {RangeError} unless the key is 32 bytes in base64. */
  constructor(vaultKey: Secret) {
    if (Buffer.from(vaultKey.reveal(), 'base64').length !== 32) {
      throw new RangeError('Cannot open the vault: VAULT_KEY is not 32 bytes in base64')
    }
    this.#vaultKey = vaultKey
  }

  seal(credentials: Credentials, context: SealContext): Sealed {
    const dataKey = randomBytes(32)
    try {
      const text = Buffer.from(JSON.stringify(credentials))
      return {
        wrappedDataKey: encrypt(this.#key(), dataKey, place('wrapped_data_key', context)),
        sealedCredentials: encrypt(dataKey, text, place('sealed_credentials', context)),
      }
    } finally {
      dataKey.fill(0)
    }
  }

  /** @throws {VaultError} */
  open({ wrappedDataKey, sealedCredentials }: Sealed, context: SealContext): Credentials {
    const dataKey = decrypt(this.#key(), wrappedDataKey, place('wrapped_data_key', context))
    try {
      const text = decrypt(dataKey, sealedCredentials, place('sealed_credentials', context))
      return JSON.parse(text.toString()) as Credentials
    } finally {
      dataKey.fill(0)
    }
  }

  /** A value that only this `VAULT_KEY` reads back: kept in the database and checked at start. */
  sealCanary(): string {
    return encrypt(this.#key(), Buffer.from('canary'), 'meta|vault_canary')
  }

  /** @throws {VaultError} when the canary was sealed with another `VAULT_KEY`. */
  checkCanary(canary: string): void {
    decrypt(this.#key(), canary, 'meta|vault_canary')
  }

  #key(): Buffer {
    return Buffer.from(this.#vaultKey.reveal(), 'base64')
  }
}

function place(column: string, { keyId, userId, exchange, table }: SealContext): string {
  return ['v1', table ?? 'exchange_key', column, keyId, userId, exchange].join('|')
}

function encrypt(key: Buffer, text: Buffer, where: string): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  cipher.setAAD(Buffer.from(where))
  const body = Buffer.concat([cipher.update(text), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64')
}

function decrypt(key: Buffer, sealed: string, where: string): Buffer {
  const bytes = Buffer.from(sealed, 'base64')
  try {
    // Without the length a tag cut down to 4 bytes would do.
    const options = { authTagLength: 16 }
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), options)
    decipher.setAAD(Buffer.from(where))
    decipher.setAuthTag(bytes.subarray(12, 28))
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()])
  } catch (cause) {
    throw new VaultError('Cannot open what is sealed: wrong VAULT_KEY or altered data', { cause })
  }
}
