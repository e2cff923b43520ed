import type { ApiClientOptions } from 'grammy'
import type { Clock } from '../lib/clock.ts'
import { sleep } from '../lib/sleep.ts'
import type { SendingLimit } from '../notices/sending-limit.ts'
import type { Reach } from './reach.ts'
import { screenHeader } from './screen-header.ts'

type Fetch = NonNullable<ApiClientOptions['fetch']>

const MOST_TRIES = 3
const LONGEST_WAIT_SECONDS = 30

/**
 * How answers reach Telegram. Waits out short rate limits and passing faults below the log of the
 * conversations. What is sent counts for the limit that notices keep to.
 */
export function answerFetch(reach: Reach, clock: Clock, limit: SendingLimit): Fetch {
  const send = async (url: string, init: RequestInit | undefined): Promise<Response> => {
    const chat = chatOf(init)
    for (let attempt = 1; ; attempt += 1) {
      if (SENDS.test(url)) limit.count(chat)
      const response = await reach.fetch(url, init)
      const wait = await waitAfter(response)
      if (response.status === 429) limit.close(chat, wait ?? 1)
      const mayRetry = attempt < MOST_TRIES && typeof init?.body !== 'object'
      if (wait === undefined || wait > LONGEST_WAIT_SECONDS || !mayRetry) return response
      await sleep(clock, wait, reach.stopped)
    }
  }
  return bridged(send)
}

/** How notices reach Telegram: once each. Their sender knows the limits, and when to come back. */
export function noticeFetch(reach: Reach): Fetch {
  return bridged((url, init) => reach.fetch(url, init))
}

const SENDS = /\/(send|edit|copy|forward)(?!ChatAction)\w+$/

/** The chat that a call is about, where its body is plain JSON: files are streams. */
function chatOf(init: RequestInit | undefined): string | undefined {
  if (typeof init?.body !== 'string') return undefined
  const { chat_id: chat } = JSON.parse(init.body) as { chat_id?: number | string }
  return chat === undefined ? undefined : String(chat)
}

/** grammY's types name node-fetch; Node's own fetch answers the same calls. */
function bridged(send: (url: string, init: RequestInit | undefined) => Promise<Response>): Fetch {
  const bridge = (input: unknown, init?: unknown) => {
    const url = String(input)
    return send(url, toNodeInit(init as RequestInit | undefined, screenHeader(url)))
  }
  return bridge
}

/** grammY signals by a polyfill that Node's fetch refuses, and asks for a `node-fetch` agent. */
function toNodeInit(
  init: RequestInit | undefined,
  more: Record<string, string>,
): RequestInit | undefined {
  if (init === undefined) return undefined
  const { signal, method, headers, body } = init
  const controller = new AbortController()
  if (signal?.aborted) controller.abort()
  signal?.addEventListener('abort', () => controller.abort())
  const streams = body !== undefined && body !== null && typeof body === 'object'
  return {
    ...(method !== undefined && { method }),
    headers: { ...(headers as Record<string, string> | undefined), ...more },
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
  return body.parameters?.retry_after ?? 1
}
