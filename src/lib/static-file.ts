import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { Context } from 'hono'

const TYPES: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
}

type Bytes = Uint8Array<ArrayBuffer>

/** A file for browsers, read once and kept in memory. */
export interface StaticFile {
  type: string
  etag: string
  plain: Bytes
  zipped: Bytes
}

/** A file with this name and text; undefined when its ending is none that a page of ours uses. */
export function staticFile(name: string, text: string): StaticFile | undefined {
  const type = TYPES[name.split('.').at(-1) ?? '']
  if (type === undefined) return undefined
  const plain = Uint8Array.from(Buffer.from(text))
  const hash = createHash('sha256').update(plain).digest('base64url').slice(0, 22)
  return { type, plain, zipped: Uint8Array.from(gzipSync(plain)), etag: `"${hash}"` }
}

/** Answers with a file, compressed where the browser takes it; 404 without one. */
export function serveFile(c: Context, file: StaticFile | undefined): Response | Promise<Response> {
  if (file === undefined) return c.notFound()
  // Always asked for, never sent twice: after an update no tab mixes old files with new ones.
  c.header('cache-control', 'no-cache')
  c.header('etag', file.etag)
  c.header('vary', 'accept-encoding')
  if (c.req.header('if-none-match') === file.etag) return c.body(null, 304)
  c.header('content-type', file.type)
  if (!/\bgzip\b/.test(c.req.header('accept-encoding') ?? '')) return c.body(file.plain)
  c.header('content-encoding', 'gzip')
  return c.body(file.zipped)
}
