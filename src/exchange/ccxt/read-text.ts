import { pipeline, type Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'

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

/** The whole body as text, decompressed. Fails when the body fails. */
export async function readText({ headers, body }: HttpBody): Promise<string> {
  const encoding = String(headers['content-encoding'] ?? '')
  const decompress = Object.entries(DECOMPRESSORS).find(([name]) => name === encoding)?.[1]
  if (!decompress) return text(body)
  // pipeline, other than pipe, ends the decompressor with the body's own error.
  return text(pipeline(body, decompress(), () => undefined))
}
