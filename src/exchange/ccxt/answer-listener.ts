import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'
import type { Dispatcher } from 'undici'
import { MOST_BYTES } from './read-text.ts'

/** One whole answer as it came over HTTP. Of its request only what names the endpoint: no headers, no query. */
export interface RawAnswer {
  method: string
  /** Without its query, which may be signed. */
  path: string
  status: number
  body: string
}

/** Called with each answer before anything else reads it. */
export type OnAnswer = (answer: RawAnswer) => void

/** Sends through `dispatcher` and hands every whole answer to `onAnswer`, too. */
export function withListener(dispatcher: Dispatcher, onAnswer: OnAnswer | undefined): Dispatcher {
  if (onAnswer === undefined) return dispatcher
  return dispatcher.compose((dispatch) => (options, handler) => {
    const [path = ''] = options.path.split('?')
    const parts: Buffer[] = []
    let status = 0
    let encoding = ''
    return dispatch(options, {
      onRequestStart: (...args) => handler.onRequestStart?.(...args),
      onRequestUpgrade: (...args) => handler.onRequestUpgrade?.(...args),
      onResponseStart(controller, statusCode, headers, ...rest) {
        status = statusCode
        encoding = String(headers['content-encoding'] ?? '')
        handler.onResponseStart?.(controller, statusCode, headers, ...rest)
      },
      onResponseData(controller, chunk) {
        parts.push(chunk)
        handler.onResponseData?.(controller, chunk)
      },
      onResponseEnd(...args) {
        const body = decoded(Buffer.concat(parts), encoding)
        onAnswer({ method: options.method, path, status, body })
        handler.onResponseEnd?.(...args)
      },
      onResponseError: (...args) => handler.onResponseError?.(...args),
    })
  })
}

const UNFOLDED = { maxOutputLength: MOST_BYTES }

const DECODERS: Readonly<Record<string, (body: Buffer) => Buffer>> = {
  gzip: (body) => gunzipSync(body, UNFOLDED),
  'x-gzip': (body) => gunzipSync(body, UNFOLDED),
  br: (body) => brotliDecompressSync(body, UNFOLDED),
  deflate: (body) => inflateSync(body, UNFOLDED),
}

/** Empty where it can't be decompressed: the caller meets that failure itself. */
function decoded(body: Buffer, encoding: string): string {
  const decode = DECODERS[encoding]
  if (decode === undefined) return body.toString()
  try {
    return decode(body).toString()
  } catch {
    return ''
  }
}
