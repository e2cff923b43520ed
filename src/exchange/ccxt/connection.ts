import type { CcxtClient } from './ccxt-client.ts'
import { CcxtExchange } from './ccxt-exchange.ts'
import type { Exchange } from '../exchange.ts'
import type { ExchangeError } from '../exchange-error.ts'
import type { ExchangeTime } from './exchange-time.ts'
import type { KeyShare } from '../rate-limit/key-shares.ts'
import type { MarketCache } from '../markets/market-cache.ts'
import { Latch } from './latch.ts'
import type { Lane } from '../rate-limit/rate-window.ts'
import type { Sender } from './send.ts'

/** One account. Both lanes speak through one client; closing any of the three closes all. */
export interface Connection {
  /** May use half of the exchange's rate limit. */
  routine: Exchange
  /** May use all of it and goes first: for everything that gets a trader out. */
  exit: Exchange
  close(): void
}

/** What a connection may be told to do. */
export interface ConnectOptions {
  /** Called for each answer that refuses the key, right before the error is thrown. */
  onKeyRejected?: (error: ExchangeError) => void
}

/** What a connection is made of. `newClient` gives a client that sends only while the latch is open. */
export interface ConnectionParts {
  newClient: (latch: Latch) => Promise<CcxtClient>
  key: KeyShare
  sender: Sender
  time: ExchangeTime
  markets: MarketCache
}

/** Both lanes over one client. `onClose` is called once or more. */
export function openConnection(
  { newClient, key, sender, time, markets }: ConnectionParts,
  { onKeyRejected, onClose }: ConnectOptions & { onClose: () => void },
): Connection {
  const latch = new Latch('the connection')
  const { limit: keyLimit, inTurn } = key
  const client = newClient(latch)
  const close = (): void => {
    latch.close()
    keyLimit.close()
    void client.then(forget, nothing)
    onClose()
  }
  const ours: Sender = {
    ...sender,
    keyLimit,
    inTurn,
    onRefused(error, refusal) {
      sender.onRefused(error, refusal)
      if (error.code === 'key-rejected') onKeyRejected?.(error)
    },
  }
  // Whoever calls hears of it; without a caller there is nobody to tell.
  client.catch(nothing)
  const lane = (name: Lane) =>
    new CcxtExchange({ client, sender: ours, time, markets, lane: name, latch, close })
  return { routine: lane('routine'), exit: lane('exit'), close }
}

function forget(client: CcxtClient): void {
  client.apiKey = ''
  client.secret = ''
  client.password = undefined
  client.hmac = () => ''
}

function nothing(): void {
  // It was never made.
}
