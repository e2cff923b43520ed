import { Agent, type Dispatcher } from 'undici'
import type { Clock } from '../../lib/clock.ts'

/** How long an exchange may take, in milliseconds. */
export interface Patience {
  /** Until the headers are there, and between any two parts of the body. */
  idleMs: number
  /** Until the answer is complete: a body that only drips is never idle. */
  totalMs: number
}

/** Sockets shared by all connections. */
export function createAgent({ idleMs }: Patience): Agent {
  return new Agent({
    keepAliveTimeout: 60_000,
    // As many as ccxt's own: stalled requests must not keep an exit from a socket.
    connections: 256,
    headersTimeout: idleMs,
    bodyTimeout: idleMs,
  })
}

/**
 * Sends through `agent`, and all of it to `origin` if given. The URL, and so what is signed, stays;
 * the host it was meant for travels as `x-forwarded-host`.
 *
 * Other URLs in ccxt itself would change what it does: 4.5.84 chooses Binance's error classes by the URL, and
 * signs the host's name for HTX.
 */
export function throughOrigin(agent: Agent, origin: string | undefined): Dispatcher {
  if (origin === undefined) return agent
  const target = new URL(origin).origin
  return agent.compose((dispatch) => (options, handler) => {
    const host = new URL(String(options.origin)).host
    const given = Object.entries(options.headers ?? {})
    const headers = Object.fromEntries([...given, ['x-forwarded-host', host]])
    return dispatch({ ...options, origin: target, headers }, handler)
  })
}

/**
 * Breaks off what is not answered in full after `totalMs`. The `timeout` of ccxt 4.5.84 ends at the headers: a
 * body that stalled hung more than 4 s with a timeout of 0.7 s.
 */
export function withDeadline(
  dispatcher: Dispatcher,
  clock: Clock,
  { totalMs }: Patience,
): Dispatcher {
  return dispatcher.compose((dispatch) => (options, handler) => {
    let callOff = nothing
    return dispatch(options, {
      onRequestStart(controller, context) {
        callOff()
        callOff = clock.after(totalMs, () => controller.abort(new Error('Answer took too long')))
        handler.onRequestStart?.(controller, context)
      },
      onRequestUpgrade: (...args) => handler.onRequestUpgrade?.(...args),
      onResponseStart: (...args) => handler.onResponseStart?.(...args),
      onResponseData: (...args) => handler.onResponseData?.(...args),
      onResponseEnd(...args) {
        callOff()
        handler.onResponseEnd?.(...args)
      },
      onResponseError(...args) {
        callOff()
        handler.onResponseError?.(...args)
      },
    })
  })
}

function nothing(): void {
  // Until the request has started, there is nothing to call off.
}
