import { readFileSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import { posix } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { staticFile, type StaticFile } from '../../lib/static-file.ts'

/** What browsers get beside the page itself. */
export interface PageFiles {
  /** By path: our own, and HPKE's modules as they are installed. */
  files: ReadonlyMap<string, StaticFile>
  /** The paths of all modules, to be fetched at once. */
  modules: readonly string[]
}

const CORE = moduleOf('@hpke/core', import.meta.url)

/** The modules that ours import by name: where they are served, and where they are installed. */
const PACKAGES: Readonly<Record<string, { path: string; url: string }>> = {
  '@hpke/core': { path: 'hpke/core/mod.js', url: CORE },
  '@hpke/common': { path: 'hpke/common/mod.js', url: moduleOf('@hpke/common', CORE) },
}

let known: PageFiles | undefined

/** The page's script and style, and whatever the script imports, read when they are first wanted. */
export function pageFiles(): PageFiles {
  known ??= read()
  return known
}

/** Nothing but what is found here is ever served. */
function read(): PageFiles {
  const files = new Map<string, StaticFile>()
  const modules: string[] = []
  const add = (path: string, url: string) => {
    if (files.has(path)) return
    const text = readFileSync(fileURLToPath(url), 'utf8')
    const imported = new Map<string, { path: string; url: string }>()
    const served = text.replaceAll(IMPORT, (whole, before: string, name: string) => {
      const target = PACKAGES[name] ?? beside({ path, url }, name)
      imported.set(target.path, target)
      const relative = posix.relative(posix.dirname(path), target.path)
      return `${before}${JSON.stringify(relative.startsWith('.') ? relative : `./${relative}`)}`
    })
    const file = staticFile(path, served)
    if (file !== undefined) files.set(path, file)
    if (path.endsWith('.js')) modules.push(path)
    for (const target of imported.values()) add(target.path, target.url)
  }
  for (const name of ['page.css', 'page.js']) {
    add(name, new URL(`static/${name}`, import.meta.url).href)
  }
  return { files, modules }
}

/** An import or re-export that stands at the start of a line, up to the module's name. */
const IMPORT = /^((?:import|export)\b[^;'"]*?\bfrom\s*)["']([^"'\n]+)["']/gm

function beside(importer: { path: string; url: string }, name: string) {
  return {
    path: posix.join(posix.dirname(importer.path), name),
    url: new URL(name, importer.url).href,
  }
}

/** Where a package's main module is installed for the one that imports it. */
function moduleOf(name: string, importer: string): string {
  const description = findPackageJSON(name, importer)
  if (description === undefined) throw new Error(`Cannot find ${name}: it is not installed`)
  return new URL('esm/mod.js', pathToFileURL(description)).href
}
