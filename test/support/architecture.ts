import { posix } from 'node:path'
import { EXCHANGE_FACTS } from '../../src/exchange/adapters/registry.ts'
import { EXCHANGE_IDS as EXCHANGES, type ExchangeId } from '../../src/exchange/exchange-id.ts'

/** A source file: its path from the project's root, and its text. */
export interface SourceFile {
  path: string
  text: string
}

/** Bottom to top. A file imports from its own place and from those before it. */
const LADDER = [
  'lib',
  'exchange',
  'strategies',
  'db',
  'queue',
  'notices',
  'keys',
  'trading',
  'trading-bots',
  'exports',
  'sagas',
  'telegram',
  'playground',
  'backtest',
  'config.ts',
  'operator',
  'try-exchange',
  'app.ts',
  'main.ts',
  'doctor.ts',
  'backup.ts',
  'backtest.ts',
  'try-exchange.ts',
]

/** How many folders deep a file may lie in its place, where that is more than none. */
const DEPTHS: Readonly<Record<string, number>> = {
  exchange: 2,
  strategies: 1,
  telegram: 1,
  playground: 1,
}

const inFolder =
  (...names: string[]) =>
  (path: string) =>
    names.some((name) => path === `src/${name}` || path.startsWith(`src/${name}/`))
const nowhere = () => false

/** Packages that only some places may name. */
const OWNERS: Readonly<Record<string, (path: string) => boolean>> = {
  ccxt: inFolder('exchange'),
  undici: inFolder('exchange'),
  grammy: inFolder('telegram', 'playground', 'app.ts'),
  '@grammyjs/conversations': inFolder('telegram', 'playground', 'app.ts'),
  // In browsers the sealed page uses it too, served as it is.
  '@hpke/core': inFolder('keys'),
  kysely: (path) =>
    inFolder('db', 'queue')(path) || path.startsWith('migrations/') || path.endsWith('-repo.ts'),
  'better-sqlite3': inFolder('db'),
  pg: inFolder('db'),
  'pg-boss': inFolder('queue'),
  'chart.js': inFolder('exports'),
  '@napi-rs/canvas': inFolder('exports'),
  // Two SQLite libraries on one file break each other's locks.
  'node:sqlite': nowhere,
}

/** Import what they find: the numbered migrations, and one exchange out of all that ccxt has. */
const MAY_COMPUTE_IMPORTS = ['src/db/migrate.ts', 'src/exchange/ccxt/ccxt-class.ts']
const MAY_REQUIRE = 'src/exchange/ccxt/ccxt-class.ts'

/** A plain list of names, of which the settings need to know all. */
const LIST_OF_EXCHANGES = 'src/exchange/exchange-id.ts'
/** Where an exchange may be called by name: what differs between them is told by the facts of each. */
const NAMES_EXCHANGES = inFolder(
  'exchange/adapters',
  'exchange/exchange-id.ts',
  'playground',
  'config.ts',
)

const ADAPTERS = 'src/exchange/adapters/'
/** Exchanges whose name is also a word: only a text of nothing else is that name. */
const ALSO_WORDS: ReadonlySet<string> = new Set(['gate'])
const EXCHANGE_NAME = new RegExp(EXCHANGES.map(formsOf).join('|'), 'g')

/** The forms in which code and texts write an exchange's name: `kraken`, `krakenPages`, `isKraken`, `KRAKEN`. */
function formsOf(id: ExchangeId): string {
  if (ALSO_WORDS.has(id)) return `(?<=['"\`])${id}(?=['"\`])`
  const capital = id.slice(0, 1).toUpperCase() + id.slice(1)
  const name = RegExp.escape(EXCHANGE_FACTS[id].name)
  return `(?<![A-Za-z])${id}(?![a-z])|(?:${capital}|${name}|${id.toUpperCase()})(?![a-z])`
}

/** Every breach of ARCHITECTURE.md, as `file:line what is wrong`. */
export function findViolations(files: readonly SourceFile[]): string[] {
  const parsed = files.map(parse)
  return [...parsed.flatMap(breaches), ...cycles(parsed)]
}

interface Import {
  line: number
  /** Undefined when it is computed. */
  from: string | undefined
  typeOnly: boolean
}

interface ParsedFile {
  path: string
  /** Without comments and templates. */
  code: string
  /** Without comments. */
  texts: string
  imports: Import[]
}

function parse({ path, text }: SourceFile): ParsedFile {
  const texts = withoutComments(text)
  const code = withoutTemplates(texts)
  return { path, code, texts, imports: importsOf(code) }
}

function breaches(file: ParsedFile): string[] {
  return [
    ...nameBreaches(file.path),
    ...codeBreaches(file),
    ...file.imports.flatMap((one) =>
      importBreaches(file.path, one).map((what) => `${file.path}:${one.line} ${what}`),
    ),
  ]
}

function nameBreaches(path: string): string[] {
  const [, place = '', ...rest] = path.split('/')
  const names = path.replace(/\.ts$/, '').split('/')
  const deepest = 1 + (DEPTHS[place] ?? 0)
  return [
    !LADDER.includes(place) && path.startsWith('src/') && `stands in no place of the ladder`,
    rest.length > deepest && 'lies too deep',
    names.at(-1) === 'index' && 'is a barrel',
    names.some((name) => /^(utils?|helpers?)$/.test(name)) && 'has a name that says nothing',
    names.some((name) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.en)?$/.test(name)) && 'is not in kebab-case',
  ]
    .filter((what) => what !== false)
    .map((what) => `${path}:1 ${what}`)
}

function codeBreaches({ path, code, texts }: ParsedFile): string[] {
  const rules: [RegExp, string, boolean][] = [
    [/^export default\b|\bas default\b/gm, 'exports a default', true],
    [/\bprocess\s*\.\s*env\b/g, 'reads process.env', path !== 'src/config.ts'],
    [/\b(require|createRequire)\s*\(/g, 'requires', path !== MAY_REQUIRE],
  ]
  const found = rules.flatMap(([pattern, what, applies]) =>
    applies
      ? [...code.matchAll(pattern)].map(({ index }) => `${path}:${lineOf(code, index)} ${what}`)
      : [],
  )
  const names = NAMES_EXCHANGES(path) ? [] : [...texts.matchAll(EXCHANGE_NAME)]
  const lines = new Set(names.map(({ index }) => lineOf(texts, index)))
  return [...found, ...[...lines].map((line) => `${path}:${line} names an exchange`)]
}

function importBreaches(path: string, { from, typeOnly }: Import): string[] {
  if (from === undefined)
    return MAY_COMPUTE_IMPORTS.includes(path) ? [] : ['computes what it imports']
  if (!from.startsWith('.')) {
    const name = from
      .split('/')
      .slice(0, from.startsWith('@') ? 2 : 1)
      .join('/')
    const mayUse = OWNERS[name]
    return mayUse === undefined || mayUse(path) ? [] : [`may not import ${name}`]
  }
  const target = resolve(path, from)
  const [here, there] = [placeOf(path), placeOf(target)]
  if (!target.startsWith('src/')) return [`imports ${target}, from outside of src`]
  if (!target.endsWith('.ts')) return [`imports ${target}, which is not TypeScript`]
  if (here === 'config.ts' && there !== 'lib' && target !== LIST_OF_EXCHANGES && !typeOnly) {
    return [`imports ${target}: of ${there}, config may know types only`]
  }
  if (path.startsWith(ADAPTERS) && !path.endsWith('registry.ts')) {
    const folder = posix.dirname(path)
    if (target.startsWith(ADAPTERS) && posix.dirname(target) !== folder) {
      return [`imports ${target}: an adapter knows no other`]
    }
  }
  return LADDER.indexOf(there) <= LADDER.indexOf(here)
    ? []
    : [`imports ${target}: ${there} stands above ${here}`]
}

/** The packages that are loaded with a file, itself and through what it imports while running. */
export function packagesLoadedBy(files: readonly SourceFile[], path: string): string[] {
  const byPath = new Map(files.map((file) => [file.path, parse(file)]))
  const [seen, packages] = [new Set<string>(), new Set<string>()]
  const visit = (at: string): void => {
    if (seen.has(at)) return
    seen.add(at)
    for (const { from, typeOnly } of byPath.get(at)?.imports ?? []) {
      if (from === undefined || typeOnly) continue
      if (from.startsWith('.')) visit(resolve(at, from))
      else packages.add(from)
    }
  }
  visit(path)
  return [...packages].toSorted()
}

/** Rings of files that import each other, each told once. */
function cycles(files: readonly ParsedFile[]): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const done = new Set<string>()
  const found: string[] = []
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) {
      const ring = [...trail.slice(trail.indexOf(path)), path]
      found.push(`${path}:1 is in a cycle: ${ring.join(' → ')}`)
      return
    }
    if (done.has(path)) return
    done.add(path)
    for (const { from } of byPath.get(path)?.imports ?? []) {
      if (from?.startsWith('.')) visit(resolve(path, from), [...trail, path])
    }
  }
  for (const { path } of files) visit(path, [])
  return found
}

function resolve(path: string, from: string): string {
  return posix.join(posix.dirname(path), from)
}

function placeOf(path: string): string {
  return path.split('/')[1] ?? ''
}

const STATIC = /^(?:import|export)\b(\s+type\b)?[\w\s$*,{}]*?(?:\bfrom\s*)?(['"])([^'"\n]+)\2/gm
const DYNAMIC = /\bimport\s*\(\s*(?:(['"])([^'"\n]+)\1\s*[,)])?/g

function importsOf(code: string): Import[] {
  const found = [...code.matchAll(STATIC)].map(({ index, 1: type, 3: from }) => ({
    line: lineOf(code, index),
    from,
    typeOnly: type !== undefined,
  }))
  const dynamic = [...code.matchAll(DYNAMIC)].map(({ index, 2: from }) => ({
    line: lineOf(code, index),
    from,
    typeOnly: false,
  }))
  return [...found, ...dynamic]
}

function lineOf(code: string, index: number): number {
  return code.slice(0, index).split('\n').length
}

const TOKENS =
  /(\/\/.*|\/\*[\s\S]*?\*\/|`(?:\\[\s\S]|[^`\\])*`)|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|(?<=[(,=:[!&|?{};>]\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\//g

/** Line for line. Texts stay; templates are cut elsewhere, for what they show is not code. */
function withoutComments(text: string): string {
  return cut(text, (token) => token.startsWith('/'))
}

function withoutTemplates(text: string): string {
  return cut(text, (token) => token.startsWith('`'))
}

function cut(text: string, isCut: (token: string) => boolean): string {
  return text.replaceAll(TOKENS, (token: string, group: string | undefined) =>
    group !== undefined && isCut(token) ? token.replaceAll(/[^\n]/g, ' ') : token,
  )
}
