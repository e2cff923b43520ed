import { badRequest } from './method-error.ts'
import { parseMultipart } from './multipart.ts'

/** A file that came with a multipart request. */
export interface Upload {
  name: string
  type: string
  bytes: Uint8Array
}

/** The arguments of one method call, read leniently as Telegram does: numbers and JSON may come as text. */
export class Params {
  /** The arguments as sent, with form fields that hold JSON already parsed and files described. */
  readonly payload: Record<string, unknown>
  /** What the bot calls the screen that this call shows; undefined when it does not say. */
  readonly screen: string | undefined
  readonly #uploads: Map<string, Upload>

  constructor(
    payload: Record<string, unknown>,
    uploads = new Map<string, Upload>(),
    screen?: string,
  ) {
    this.payload = payload
    this.screen = screen
    this.#uploads = uploads
  }

  has(key: string): boolean {
    return this.payload[key] !== undefined && this.payload[key] !== null
  }

  /** Empty when absent. */
  text(key: string): string {
    const value = this.payload[key] ?? ''
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    if (!text.isWellFormed()) throw badRequest('strings must be encoded in UTF-8')
    return text
  }

  /** Undefined when absent or not a whole number. */
  integer(key: string): number | undefined {
    const value = Number(this.has(key) && this.text(key) !== '' ? this.payload[key] : NaN)
    return Number.isSafeInteger(value) ? value : undefined
  }

  flag(key: string): boolean {
    return ['true', 'True', '1'].includes(this.text(key))
  }

  /** @throws {MethodError} 400 if the argument is there and is not a list. */
  list(key: string): unknown[] {
    if (!this.has(key)) return []
    const value = this.payload[key]
    if (!Array.isArray(value)) throw badRequest(`can't parse ${key} JSON array`)
    return value
  }

  /** The file behind a reference such as `attach://name`, or sent under that very field. */
  upload(reference: unknown, key: string): Upload | undefined {
    if (typeof reference === 'string' && reference.startsWith('attach://')) {
      return this.#uploads.get(reference.slice('attach://'.length))
    }
    return this.#uploads.get(key)
  }
}

/** A header that a bot may add for tests: Telegram has no such thing. */
export const SCREEN_HEADER = 'x-screen'

/** Reads a call's arguments from the query and from a JSON, urlencoded or multipart body. */
export async function readParams(request: Request): Promise<Params> {
  const payload: Record<string, unknown> = {}
  const uploads = new Map<string, Upload>()
  for (const [key, value] of new URL(request.url).searchParams) payload[key] = fromForm(key, value)

  const type = request.headers.get('content-type') ?? ''
  if (type.startsWith('application/json')) Object.assign(payload, await jsonBody(request))
  else if (type.startsWith('application/x-www-form-urlencoded')) {
    const form = new URLSearchParams(await request.text())
    for (const [key, value] of form) payload[key] = fromForm(key, value)
  } else if (type.startsWith('multipart/form-data')) {
    const boundary = /boundary="?([^";]+)/.exec(type)?.[1] ?? ''
    const body = Buffer.from(await request.arrayBuffer())
    for (const { name, filename, type: fileType, bytes } of parseMultipart(body, boundary)) {
      if (filename === undefined) payload[name] = fromForm(name, bytes.toString())
      else {
        uploads.set(name, { name: filename, type: fileType, bytes: new Uint8Array(bytes) })
        payload[name] ??= { name: filename, size: bytes.length }
      }
    }
  }
  return new Params(payload, uploads, request.headers.get(SCREEN_HEADER) ?? undefined)
}

async function jsonBody(request: Request): Promise<object> {
  const text = await request.text()
  try {
    const body: unknown = text === '' ? {} : JSON.parse(text)
    if (typeof body === 'object' && body !== null) return body
  } catch {
    // Answered below, like any other body that is not an object.
  }
  throw badRequest("can't parse request: JSON object expected")
}

/** Fields whose form value is JSON; every other field is text, even if it looks like JSON. */
const JSON_FIELDS = new Set([
  'allowed_updates',
  'caption_entities',
  'commands',
  'entities',
  'link_preview_options',
  'media',
  'menu_button',
  'message_ids',
  'reaction',
  'reply_markup',
  'reply_parameters',
  'scope',
])

function fromForm(key: string, value: string): unknown {
  if (!JSON_FIELDS.has(key)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}
