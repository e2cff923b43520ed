import type { Exchange } from '../exchange/exchange.ts'
import type { Key } from '../keys/key.ts'
import type { Delisted } from './delisted.ts'
import type { Room } from './guards.ts'
import type { HoldOff } from './hold-off.ts'
import type { Retries } from './retries.ts'

/** What the bots of one key share during one tick. */
export interface TickOfKey {
  key: Key
  exchange: Exchange
  room: Room
  holdOff: HoldOff
  retries: Retries
  delisted: Delisted
}
