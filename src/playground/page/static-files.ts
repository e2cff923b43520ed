import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Hono } from 'hono'
import { serveFile, staticFile, type StaticFile } from '../../lib/static-file.ts'

/** The browser's part, read once: `/` and `/page/<file>`. Only files that are there now are ever served. */
export function staticFiles(): Hono {
  const files = readFiles(join(import.meta.dirname, 'static'))
  const modules = [...files.keys()].filter((name) => name.endsWith('.js'))
  // All at once, instead of each when the one that imports it has arrived.
  const links = modules.map((name) => `</page/${name}>; rel=modulepreload`).join(', ')
  const app = new Hono()
  app.get('/', (c) => {
    c.header('link', links)
    return serveFile(c, files.get('index.html'))
  })
  app.get('/page/:name{[a-z0-9-]+\\.(?:js|css|svg)}', (c) =>
    serveFile(c, files.get(c.req.param('name'))),
  )
  return app
}

function readFiles(folder: string): Map<string, StaticFile> {
  const files = new Map<string, StaticFile>()
  for (const name of readdirSync(folder)) {
    const file = staticFile(name, withImports(folder, name))
    if (file !== undefined) files.set(name, file)
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
