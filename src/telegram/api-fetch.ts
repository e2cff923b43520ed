import type { ApiClientOptions } from 'grammy'
import type { Clock } from '../lib/clock.ts'

type Fetch = NonNullable<ApiClientOptions['fetch']>

const MOST_TRIES = 3
const LONGEST_WAIT_SECONDS = 30

/**
 * How Undock reaches Telegram. Waits out short rate limits and passing faults below the log of the
 * conversations, and never lets an error carry the bot's token, which is part of every address.
 */
export function telegramFetch(clock: Clock, reach: typeof fetch): Fetch {
  const send = async (url: string, init: RequestInit | undefined): Promise<Response> => {
    for (let attempt = 1; ; attempt += 1) {
      const response = await sendOnce(reach, url, init)
      const wait = await waitAfter(response)
      if (wait === undefined || attempt === MOST_TRIES) return response
      await sleep(clock, wait)
    }
  }
  // grammY's types name node-fetch; Node's own fetch answers the same calls.
  const bridged = (input: unknown, init?: unknown) =>
    send(String(input), bridge(init as RequestInit | undefined))
  return bridged
}

async function sendOnce(
  reach: typeof fetch,
  url: string,
  init: RequestInit | undefined,
): Promise<Response> {
  try {
    return await reach(url, init)
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown'
    // The original holds the address, and so the token: it must not travel on as a cause.
    // oxlint-disable-next-line preserve-caught-error
    throw new Error(`Cannot reach Telegram: ${name}`)
  }
}

/** grammY signals by a polyfill that Node's fetch refuses, and asks for a `node-fetch` agent. */
function bridge(init: RequestInit | undefined): RequestInit | undefined {
  if (init === undefined) return undefined
  const { signal, method, headers, body } = init
  const controller = new AbortController()
  if (signal?.aborted) controller.abort()
  signal?.addEventListener('abort', () => controller.abort())
  const streams = body !== undefined && body !== null && typeof body === 'object'
  return {
    ...(method !== undefined && { method }),
    ...(headers !== undefined && { headers }),
    ...(body !== undefined && { body }),
    signal: controller.signal,
    ...(streams && { duplex: 'half' }),
  }
}

/** Seconds to wait before another try; undefined when this answer is the answer. */
async function waitAfter(response: Response): Promise<number | undefined> {
  if (response.status >= 500) return 1
  if (response.status !== 429) return undefined
  const body = (await response.clone().json()) as { parameters?: { retry_after?: number } }
  const seconds = body.parameters?.retry_after ?? 1
  return seconds > LONGEST_WAIT_SECONDS ? undefined : seconds
}

function sleep(clock: Clock, seconds: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  clock.after(seconds * 1000, resolve)
  return promise
}
