import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { Hono, type Context } from 'hono'

const TYPES: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
}

type Bytes = Uint8Array<ArrayBuffer>

interface StaticFile {
  type: string
  etag: string
  plain: Bytes
  zipped: Bytes
}

/** The browser's part, read once: `/` and `/page/<file>`. Only files that are there now are ever served. */
export function staticFiles(): Hono {
  const files = readFiles(join(import.meta.dirname, 'static'))
  const modules = [...files.keys()].filter((name) => name.endsWith('.js'))
  // All at once, instead of each when the one that imports it has arrived.
  const links = modules.map((name) => `</page/${name}>; rel=modulepreload`).join(', ')
  const app = new Hono()
  app.get('/', (c) => {
    c.header('link', links)
    return serve(c, files.get('index.html'))
  })
  app.get('/page/:name{[a-z0-9-]+\\.(?:js|css|svg)}', (c) =>
    serve(c, files.get(c.req.param('name'))),
  )
  return app
}

function readFiles(folder: string): Map<string, StaticFile> {
  const files = new Map<string, StaticFile>()
  for (const name of readdirSync(folder)) {
    const type = TYPES[name.split('.').at(-1) ?? '']
    if (type === undefined) continue
    const plain = Uint8Array.from(Buffer.from(withImports(folder, name)))
    const hash = createHash('sha256').update(plain).digest('base64url').slice(0, 22)
    files.set(name, { type, plain, zipped: Uint8Array.from(gzipSync(plain)), etag: `"${hash}"` })
  }
  return files
}

/** A file with the stylesheets that it imports put in their place, so that the browser asks once. */
function withImports(folder: string, name: string): string {
  const text = readFileSync(join(folder, name), 'utf8')
  if (!name.endsWith('.css')) return text
  return text.replaceAll(/^@import '\.\/([a-z-]+\.css)';\n/gm, (_, other: string) =>
    readFileSync(join(folder, other), 'utf8'),
  )
}

function serve(c: Context, file: StaticFile | undefined): Response | Promise<Response> {
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
