import { pipeline, type Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { JsonDepth } from '../../lib/json-depth.ts'

/** The largest answer of any exchange, its list of markets, has less than half of this. */
export const MOST_BYTES = 32 * 2 ** 20
/** Of all answers that are being read at one time. */
const MOST_BYTES_AT_ONCE = 128 * 2 ** 20
/** Answers of exchanges are not ten deep. */
const MOST_DEPTH = 64

/** A response as `undici.request` gives it. */
export interface HttpBody {
  headers: Record<string, string | string[] | undefined>
  body: Readable
}

const DECOMPRESSORS = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  br: createBrotliDecompress,
  deflate: createInflate,
}

let bytesBeingRead = 0

/**
 * The whole body as text, decompressed. Fails when the body fails, and as soon as it is too large or too
 * deep to be an answer of an exchange: a few kilobytes can unfold to gigabytes.
 */
export async function readText({ headers, body }: HttpBody): Promise<string> {
  const encoding = String(headers['content-encoding'] ?? '')
  const decompress = Object.entries(DECOMPRESSORS).find(([name]) => name === encoding)?.[1]
  // pipeline, other than pipe, ends the decompressor with the body's own error.
  const plain = decompress ? pipeline(body, decompress(), () => undefined) : body
  const parts: Buffer[] = []
  const json = new JsonDepth()
  let bytes = 0
  try {
    for await (const part of plain as AsyncIterable<Buffer>) {
      bytes += part.length
      bytesBeingRead += part.length
      if (bytes > MOST_BYTES) throw new RangeError('Answer is too large')
      if (bytesBeingRead > MOST_BYTES_AT_ONCE) throw new RangeError('Answers are too large')
      if (json.read(part) > MOST_DEPTH) throw new RangeError('Answer is too deep')
      parts.push(part)
    }
    return Buffer.concat(parts).toString()
  } finally {
    bytesBeingRead -= bytes
  }
}
