import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Hono, type Context } from 'hono'

const TYPES: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
}

interface StaticFile {
  type: string
  etag: string
  bytes: Uint8Array<ArrayBuffer>
}

/** The browser's part, read once: `/` and `/page/<file>`. Only files that are there now are ever served. */
export function staticFiles(): Hono {
  const files = readFiles(join(import.meta.dirname, 'static'))
  const app = new Hono()
  app.get('/', (c) => serve(c, files.get('index.html')))
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
    const bytes = Uint8Array.from(readFileSync(join(folder, name)))
    const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 22)
    files.set(name, { type, bytes, etag: `"${hash}"` })
  }
  return files
}

function serve(c: Context, file: StaticFile | undefined): Response | Promise<Response> {
  if (file === undefined) return c.notFound()
  // Always asked for, never sent twice: after an update no tab mixes old files with new ones.
  c.header('cache-control', 'no-cache')
  c.header('etag', file.etag)
  if (c.req.header('if-none-match') === file.etag) return c.body(null, 304)
  c.header('content-type', file.type)
  return c.body(file.bytes)
}
