import type { Api } from 'grammy'
import type { Document, Message } from 'grammy/types'
import type { Clock } from '../lib/clock.ts'
import type { Secret } from '../lib/secret.ts'
import type { Reach } from './reach.ts'

/** A key's file is smaller: a private key of 4096 bits has 3 KB. */
const MOST_BYTES = 16 * 1024
const PATIENCE_MS = 10_000

/** Opens a file that somebody sent; `read` gives its text, or undefined if it holds none. */
export type OpenFile = (
  api: Api,
  fileId: string,
) => Promise<{ read: () => Promise<string | undefined> }>

/** A document that is small enough to be a key's file. */
export function smallFileOf({ document }: Pick<Message, 'document'>): Document | undefined {
  return document !== undefined && (document.file_size ?? 0) <= MOST_BYTES ? document : undefined
}

/**
 * How small files come down from Telegram, in memory only. Once a file is open it can be read for an
 * hour, whatever becomes of its message: https://core.telegram.org/bots/api#getfile
 */
export function fileOpener(
  { reach, clock }: { reach: Reach; clock: Clock },
  { telegramApiRoot, botToken }: { telegramApiRoot: string; botToken: Secret },
): OpenFile {
  return async (api, fileId) => {
    const { file_path: path, file_size: size = 0 } = await api.getFile(fileId)
    return {
      async read() {
        if (path === undefined || size > MOST_BYTES) return undefined
        const late = new AbortController()
        const callOff = clock.after(PATIENCE_MS, () => late.abort())
        try {
          const url = `${telegramApiRoot}/file/bot${botToken.reveal()}/${path}`
          const response = await reach.fetch(url, { signal: late.signal })
          if (!response.ok) throw new Error(`Cannot read a file: status ${response.status}`)
          return textOf(await bytesOf(response))
        } finally {
          callOff()
        }
      },
    }
  }
}

/** Undefined when there are more than a key's file has. */
async function bytesOf({ body }: Response): Promise<Buffer | undefined> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of body ?? []) {
    parts.push(part)
    length += part.length
    if (length > MOST_BYTES) return undefined
  }
  return Buffer.concat(parts)
}

function textOf(bytes: Buffer | undefined): string | undefined {
  const mark = bytes?.subarray(0, 2).toString('hex')
  const encoding = mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : 'utf-8'
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
    return bytes === undefined || text.includes('\0') ? undefined : text
  } catch {
    return undefined
  }
}
