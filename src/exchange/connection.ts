import type { CcxtClient } from './ccxt-client.ts'
import { CcxtExchange } from './ccxt-exchange.ts'
import type { Exchange } from './exchange.ts'
import type { ExchangeError } from './exchange-error.ts'
import type { ExchangeTime } from './exchange-time.ts'
import type { MarketCache } from './market-cache.ts'
import { Latch } from './latch.ts'
import type { Lane } from './rate-window.ts'
import type { Sender } from './send.ts'

/** One account. Both lanes speak through one instance; closing any of the three closes all. */
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

/** What a connection is made of. `newClient` gives an instance that sends only while the latch is open. */
export interface ConnectionParts {
  newClient: (latch: Latch) => CcxtClient
  sender: Sender
  time: ExchangeTime
  markets: MarketCache
}

/** Both lanes over one ccxt instance. `onClose` is called once or more. */
export function openConnection(
  { newClient, sender, time, markets }: ConnectionParts,
  { onKeyRejected, onClose }: ConnectOptions & { onClose: () => void },
): Connection {
  const latch = new Latch('the connection')
  const client = newClient(latch)
  const close = (): void => {
    latch.close()
    client.apiKey = ''
    client.secret = ''
    onClose()
  }
  const ours: Sender = {
    ...sender,
    onRefused(error) {
      sender.onRefused(error)
      if (error.code === 'key-rejected') onKeyRejected?.(error)
    },
  }
  const lane = (name: Lane) =>
    new CcxtExchange({ client, sender: ours, time, markets, lane: name, latch, close })
  return { routine: lane('routine'), exit: lane('exit'), close }
}
