import type { Dispatcher } from 'undici'
import type { CcxtClient, SharedClient } from './ccxt-client.ts'
import { isPrivateKey } from '../credentials/key-pair.ts'
import type { Credentials } from '../exchange.ts'
import { signerOf } from './sign-with-pair.ts'

interface Derived {
  dispatcher: () => Dispatcher
  signature: ((base64: string) => string) | undefined
}

/**
 * One account's client. It is an object of a few fields that reads everything else from `shared`;
 * whatever ccxt remembers of the account is written on it alone.
 *
 * ccxt 4.5.84 reads the credentials when it signs, after its waits: where two accounts took turns on one
 * instance, one was answered with the other's balances. It also keeps an account's mode and number on the
 * instance. And an instance for each key takes 420 KiB of heap on Binance, this one a few hundred bytes.
 *
 * `dispatcher` is asked right before each request goes out; it throws if none may. `signature`: the
 * dialect's, for key pairs. @throws {ExchangeError} when a private key can't be read.
 */
export function derive(
  shared: SharedClient,
  credentials: Credentials | undefined,
  { dispatcher, signature }: Derived,
): CcxtClient {
  const client = Object.create(shared, { fetchDispatcher: { get: dispatcher } }) as SharedClient
  client.options = Object.create(shared.options) as Record<string, unknown>
  if (credentials === undefined) return client
  client.apiKey = credentials.apiKey
  if (signature !== undefined && isPrivateKey(credentials.secret)) {
    // ccxt wants some secret. It signs by `hmac` as long as that is no PEM.
    client.secret = 'a key pair'
    client.hmac = signerOf(credentials.secret, signature)
  } else {
    client.secret = credentials.secret
  }
  client.password = credentials.passphrase
  if (credentials.site !== undefined) client.hostname = credentials.site
  return client
}
