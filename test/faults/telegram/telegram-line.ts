import type { Dispatcher } from '../../../src/playground/bot-api/dispatcher.ts'
import { parseMultipart } from '../../../src/playground/bot-api/multipart.ts'
import { Params, SCREEN_HEADER, type Upload } from '../../../src/playground/bot-api/params.ts'
import { never, type Life } from '../world/life.ts'
import type { Timeline } from '../world/virtual-time.ts'

/** What Telegram answers, or what a proxy in front of it does. */
export interface TelegramAnswer {
  status: number
  body: unknown
}

/** What becomes of a method call. Times are milliseconds from the moment it was sent. */
export type TelegramFate =
  | { kind: 'well'; arrives: number; answered: number }
  | { kind: 'lost'; answered: number; instead: 'broken' | TelegramAnswer }
  | { kind: 'done-unknown'; arrives: number; answered: number; instead: 'broken' | TelegramAnswer }

export type TelegramFates = (method: string, payload: Record<string, unknown>) => TelegramFate

interface Parts {
  dispatcher: Dispatcher
  life: Life
  time: Timeline
  fates: TelegramFates
  reorder: <T>(updates: T[]) => T[]
  /** Hears of a call whose answer the bot does not get, though it was carried out. */
  onAnswerLost: (method: string, payload: Record<string, unknown>) => void
}

/** The wire between one life of the process and Telegram, as the `fetch` of the program's edges. */
export function telegramLine(parts: Parts): typeof fetch {
  const { life } = parts
  return async (input: unknown, init?: RequestInit) => {
    if (life.dead) return never()
    const method = String(input).split('/').at(-1) ?? ''
    const params = await readCall(init)
    if (life.endsAt(`send ${method}`)) return never()
    const answered = carry(parts, method, params, init?.signal ?? undefined)
    // It is on its way now, whatever becomes of the process.
    if (method !== 'getUpdates') life.endsAt(`sent ${method}`)
    return answered
  }
}

function carry(
  { dispatcher, life, time, fates, reorder, onAnswerLost }: Parts,
  method: string,
  params: Params,
  signal: AbortSignal | undefined,
): Promise<Response> {
  const fate = fates(method, params.payload)
  return new Promise<Response>((resolve, reject) => {
    const stop = new AbortController()
    const breakOff = () => {
      stop.abort()
      release()
      if (!life.dead) reject(new DOMException('aborted', 'AbortError'))
    }
    const forget = life.whenEnded(breakOff)
    // A signal that outlives the call would keep all of it in memory.
    const release = () => {
      signal?.removeEventListener('abort', breakOff)
      forget()
    }
    const succeed = (answer: TelegramAnswer) => {
      release()
      resolve(toResponse(answer))
    }
    const fail = (instead: 'broken' | TelegramAnswer) => {
      if (life.dead) return
      if (instead !== 'broken') return succeed(instead)
      release()
      reject(new TypeError('fetch failed'))
    }
    const perform = (then: (answer: TelegramAnswer) => void) => {
      const answered = dispatcher.call(method, params, stop.signal)
      if (method !== 'getUpdates' && life.endsAt(`done ${method}`)) {
        onAnswerLost(method, params.payload)
      }
      void hand(answered, then)
    }
    const hand = async (
      answered: ReturnType<Dispatcher['call']>,
      then: (answer: TelegramAnswer) => void,
    ) => {
      const answer = await answered
      if (answer === 'dropped') return
      const isBatch = 'result' in answer && method === 'getUpdates' && Array.isArray(answer.result)
      then(toAnswer(isBatch ? { result: reorder(answer.result as unknown[]) } : answer))
    }
    if (signal?.aborted === true) return breakOff()
    signal?.addEventListener('abort', breakOff)
    switch (fate.kind) {
      case 'well': {
        time.after(fate.arrives, () => {
          // A long poll of a dead process must not take what the next one waits for.
          if (life.dead && method === 'getUpdates') return
          perform((answer) => {
            time.after(fate.answered - fate.arrives, () => {
              if (!life.dead) succeed(answer)
              else if (method !== 'getUpdates') onAnswerLost(method, params.payload)
            })
          })
        })
        return
      }
      case 'lost': {
        time.after(fate.answered, () => fail(fate.instead))
        return
      }
      case 'done-unknown': {
        time.after(fate.arrives, () => {
          if (life.dead && method === 'getUpdates') return
          onAnswerLost(method, params.payload)
          perform(() => time.after(fate.answered - fate.arrives, () => fail(fate.instead)))
        })
        return
      }
      default:
        fate satisfies never
    }
  })
}

async function readCall(init: RequestInit | undefined): Promise<Params> {
  const { body } = init ?? {}
  const headers = (init?.headers ?? {}) as Record<string, string>
  const screen = headers[SCREEN_HEADER]
  if (body === undefined || body === null) return new Params({})
  if (typeof body === 'string') {
    return new Params(JSON.parse(body) as Record<string, unknown>, undefined, screen)
  }
  const parts: Buffer[] = []
  for await (const part of body as unknown as AsyncIterable<Uint8Array>)
    parts.push(Buffer.from(part))
  const type = String(headers['content-type'])
  const boundary = /boundary="?([^";]+)/.exec(type)?.[1] ?? ''
  const payload: Record<string, unknown> = {}
  const uploads = new Map<string, Upload>()
  for (const { name, filename, type: fileType, bytes } of parseMultipart(
    Buffer.concat(parts),
    boundary,
  )) {
    if (filename !== undefined) {
      uploads.set(name, { name: filename, type: fileType, bytes: new Uint8Array(bytes) })
    } else payload[name] = name === 'media' ? JSON.parse(bytes.toString()) : bytes.toString()
  }
  return new Params(payload, uploads, screen)
}

function toAnswer(
  answer: Exclude<Awaited<ReturnType<Dispatcher['call']>>, 'dropped'>,
): TelegramAnswer {
  if ('result' in answer) return { status: 200, body: { ok: true, result: answer.result } }
  const { code, message, retryAfter } = answer.error
  return refusal(code, message, retryAfter)
}

/** A refusal in the Bot API's shape. */
export function refusal(code: number, description: string, retryAfter?: number): TelegramAnswer {
  const parameters = retryAfter === undefined ? {} : { parameters: { retry_after: retryAfter } }
  return { status: code, body: { ok: false, error_code: code, description, ...parameters } }
}

/** As much of a response as the bot reads; a real one would cost more than all the rest. */
function toResponse({ status, body }: TelegramAnswer): Response {
  const response = {
    status,
    ok: status < 300,
    json: async () => body,
    clone: () => response,
  }
  return response as unknown as Response
}
