import { EXCHANGE_FACTS } from '../../exchange/adapters/registry.ts'
import { addSeconds } from '../../lib/clock.ts'
import type { Key } from '../../keys/key.ts'
import type { Saga } from '../../sagas/saga.ts'
import type { Html } from '../view.ts'
import type { Words } from '../words.ts'

/** Failed tries in a row before the progress message says what the exit waits for. */
const WAITING_AFTER = 2
/** A silence that lasts so long is shown at once. */
const LONG_SECONDS = 60

/** What a running exit waits for, in words; undefined while nothing holds it up. */
export function waitingLine(
  { disconnect: { waiting } }: Words,
  key: Key,
  { status, tries, failure }: Pick<Saga, 'status' | 'tries' | 'failure'>,
  now: Date,
): Html | undefined {
  if (status === 'parked') return waiting.parked
  if (tries === 0) return undefined
  const { name } = EXCHANGE_FACTS[key.exchange]
  const until = failure?.until === undefined ? undefined : new Date(failure.until)
  if (until !== undefined && until > addSeconds(now, LONG_SECONDS)) {
    return waiting.silence(name, until)
  }
  if (tries < WAITING_AFTER) return undefined
  if (key.health !== 'healthy') return waiting.keyRefused(name)
  switch (failure?.trouble) {
    case 'silence':
      return waiting.pause(name)
    case 'errors':
      return waiting.errors(name)
    case 'own-limit':
      return waiting.ownLimit(name)
    case 'key-refused':
      return waiting.keyRefused(name)
    case 'unreachable':
      return waiting.unreachable(name)
    case undefined:
      return waiting.ownFault
  }
}
