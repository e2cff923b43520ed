import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { findViolations, packagesLoadedBy, type SourceFile } from './support/architecture.ts'

const ROOT = new URL('../', import.meta.url)

function readSources(): SourceFile[] {
  return globSync(['src/**/*.ts', 'migrations/*.ts'], { cwd: ROOT }).map((path) => ({
    path,
    text: readFileSync(new URL(path, ROOT), 'utf8'),
  }))
}

test('the sources keep to the ladder of ARCHITECTURE.md', () => {
  const files = readSources()

  expect(files.length).toBeGreaterThan(100)
  expect(findViolations(files)).toEqual([])
})

test('who only names exchanges loads neither ccxt nor what sends', () => {
  const loaded = packagesLoadedBy(readSources(), 'src/exchange/adapters/registry.ts')

  expect(loaded.filter((name) => /ccxt|undici|http|module/.test(name))).toEqual([])
  expect(loaded).toContain('big.js')
})

const KEY_REPO = 'src/keys/key-repo.ts'
const BIN = 'src/lib/bin.ts'

test.each<[string, Record<string, string>, string]>([
  [
    'lib that imports db',
    { [BIN]: "\nimport { openSqlite } from '../db/open.ts'\n" },
    `${BIN}:2 imports src/db/open.ts: db stands above lib`,
  ],
  [
    'a type from above',
    { [BIN]: "import type { Db } from '../db/schema.ts'" },
    `${BIN}:1 imports src/db/schema.ts: db stands above lib`,
  ],
  [
    'a type named in passing',
    { [BIN]: "export type Db = import('../db/schema.ts').Db" },
    `${BIN}:1 imports src/db/schema.ts: db stands above lib`,
  ],
  [
    'an import while running',
    { [BIN]: "\n\nconst a = await import('../app.ts')" },
    `${BIN}:3 imports src/app.ts: app.ts stands above lib`,
  ],
  [
    'an import over several lines',
    { [BIN]: "import {\n  one,\n  two,\n} from '../keys/key.ts'" },
    `${BIN}:1 imports src/keys/key.ts: keys stands above lib`,
  ],
  [
    'an import for its effect',
    { [BIN]: "import '../main.ts'" },
    `${BIN}:1 imports src/main.ts: main.ts stands above lib`,
  ],
  [
    'a re-export from above',
    { [BIN]: "export { openSqlite } from '../db/open.ts'" },
    `${BIN}:1 imports src/db/open.ts: db stands above lib`,
  ],
  [
    'a re-export of everything',
    { [BIN]: "export * from '../db/open.ts'" },
    `${BIN}:1 imports src/db/open.ts: db stands above lib`,
  ],
  [
    'an import behind a regular expression with a quote',
    { [BIN]: "const quote = /['`]/\nconst a = import('../app.ts')\nconst b = /`/" },
    `${BIN}:2 imports src/app.ts: app.ts stands above lib`,
  ],
  [
    'a computed import',
    { [KEY_REPO]: 'const a = await import(name)' },
    `${KEY_REPO}:1 computes what it imports`,
  ],
  [
    'strategies that reach a database',
    { 'src/strategies/grid.ts': "import { sql } from 'kysely'" },
    'src/strategies/grid.ts:1 may not import kysely',
  ],
  [
    'kysely outside of a repository',
    { 'src/keys/link.ts': "import type { Kysely } from 'kysely'" },
    'src/keys/link.ts:1 may not import kysely',
  ],
  [
    'a part of a package that has an owner',
    { 'src/keys/link.ts': "import { Migrator } from 'kysely/migration'" },
    'src/keys/link.ts:1 may not import kysely',
  ],
  [
    'ccxt outside of exchange',
    { 'src/trading/sale.ts': "import ccxt from 'ccxt'" },
    'src/trading/sale.ts:1 may not import ccxt',
  ],
  [
    'undici outside of exchange',
    { 'src/telegram/poll.ts': "import { Agent } from 'undici'" },
    'src/telegram/poll.ts:1 may not import undici',
  ],
  [
    'grammY in the sender of notices',
    { 'src/notices/sender.ts': "import { Api } from 'grammy'" },
    'src/notices/sender.ts:1 may not import grammy',
  ],
  [
    'conversations in a saga',
    { 'src/sagas/saga.ts': "import type { Conversation } from '@grammyjs/conversations'" },
    'src/sagas/saga.ts:1 may not import @grammyjs/conversations',
  ],
  [
    'SQLite outside of db',
    { 'src/queue/queue.ts': "import Sqlite from 'better-sqlite3'" },
    'src/queue/queue.ts:1 may not import better-sqlite3',
  ],
  [
    'a second SQLite library',
    { 'src/db/open.ts': "import { DatabaseSync } from 'node:sqlite'" },
    'src/db/open.ts:1 may not import node:sqlite',
  ],
  [
    'telegram that knows the playground',
    { 'src/telegram/keys/words.ts': "import { a } from '../../playground/playground.ts'" },
    'src/telegram/keys/words.ts:1 imports src/playground/playground.ts: playground stands above telegram',
  ],
  [
    'a folder that knows the app',
    { 'src/sagas/saga.ts': "import type { App } from '../app.ts'" },
    'src/sagas/saga.ts:1 imports src/app.ts: app.ts stands above sagas',
  ],
  [
    'app that knows main',
    { 'src/app.ts': "import { run } from './main.ts'" },
    'src/app.ts:1 imports src/main.ts: main.ts stands above app.ts',
  ],
  [
    'config that uses what it should only name',
    { 'src/config.ts': "import { EXCHANGE_FACTS } from './exchange/adapters/registry.ts'" },
    'src/config.ts:1 imports src/exchange/adapters/registry.ts: of exchange, config may know types only',
  ],
  [
    'source that imports a test',
    { [BIN]: "import { a } from '../../test/support/world.ts'" },
    `${BIN}:1 imports test/support/world.ts, from outside of src`,
  ],
  [
    'a cycle within a folder',
    {
      'src/keys/a.ts': "import { b } from './b.ts'",
      'src/keys/b.ts': "import { c } from './c.ts'",
      'src/keys/c.ts': "import type { A } from './a.ts'",
    },
    'src/keys/a.ts:1 is in a cycle: src/keys/a.ts → src/keys/b.ts → src/keys/c.ts → src/keys/a.ts',
  ],
  [
    'process.env outside of config',
    { 'src/app.ts': 'const a = 1\nconst b = process.env.HOME' },
    'src/app.ts:2 reads process.env',
  ],
  [
    'an exchange by name outside of exchange',
    { 'src/keys/watch.ts': "const a = 1\nconst b = id === 'kraken'" },
    'src/keys/watch.ts:2 names an exchange',
  ],
  [
    'an exchange in a longer text',
    { 'src/telegram/keys/words.ts': "const a = 'Cannot reach Binance'" },
    'src/telegram/keys/words.ts:1 names an exchange',
  ],
  [
    'an exchange in a template',
    { 'src/telegram/keys/words.ts': 'const a = html`<b>\n${name} of Crypto.com`' },
    'src/telegram/keys/words.ts:2 names an exchange',
  ],
  [
    'an exchange in a name',
    { 'src/exchange/dialect/pages.ts': 'const a = 1\nconst bybitPages = 50' },
    'src/exchange/dialect/pages.ts:2 names an exchange',
  ],
  [
    "an adapter's own file outside of the registry",
    {
      'src/exchange/exchanges.ts': "import { KRAKEN } from './adapters/kraken/kraken.ts'",
    },
    'src/exchange/exchanges.ts:1 names an exchange',
  ],
  [
    'an adapter that imports another',
    {
      'src/exchange/adapters/gate/gate.ts': "import { ORDERS } from '../okx/okx.ts'",
    },
    'src/exchange/adapters/gate/gate.ts:1 imports src/exchange/adapters/okx/okx.ts: an adapter knows no other',
  ],
  ['require()', { [BIN]: "const a = require('ccxt')" }, `${BIN}:1 requires`],
  ['a default export', { [BIN]: 'export default 1' }, `${BIN}:1 exports a default`],
  [
    'a default export by another name',
    { [BIN]: 'const a = 1\nexport { a as default }' },
    `${BIN}:2 exports a default`,
  ],
  ['a barrel', { 'src/keys/index.ts': '' }, 'src/keys/index.ts:1 is a barrel'],
  ['utils', { 'src/lib/utils.ts': '' }, 'src/lib/utils.ts:1 has a name that says nothing'],
  [
    'a name in camelCase',
    { 'src/lib/testClock.ts': '' },
    'src/lib/testClock.ts:1 is not in kebab-case',
  ],
  ['a folder in a folder', { 'src/keys/old/key.ts': '' }, 'src/keys/old/key.ts:1 lies too deep'],
  [
    'a third folder under telegram',
    { 'src/telegram/keys/old/key.ts': '' },
    'src/telegram/keys/old/key.ts:1 lies too deep',
  ],
  [
    'a folder that the map does not know',
    { 'src/billing/bill.ts': '' },
    'src/billing/bill.ts:1 stands in no place of the ladder',
  ],
])('findViolations() finds %s', (_, sources, violation) => {
  const files = Object.entries(sources).map(([path, text]) => ({ path, text }))

  expect(findViolations(files)).toEqual([violation])
})

test.each<[string, string, string]>([
  ['a folder below', KEY_REPO, "import type { Db } from '../db/schema.ts'"],
  ['the same folder', KEY_REPO, "import { judge } from './health.ts'"],
  ['kysely in a repository', KEY_REPO, "import { sql } from 'kysely'"],
  ['grammY in app.ts', 'src/app.ts', "import type { Api } from 'grammy'"],
  ['process.env in config.ts', 'src/config.ts', 'const a = process.env'],
  ['a type in config.ts', 'src/config.ts', "import type { A } from './exchange/exchange.ts'"],
  ['a package that nobody owns', BIN, "import { Hono } from 'hono'"],
  ['two folders under telegram', 'src/telegram/keys/words.ts', ''],
  ['the migrations', 'src/db/migrate.ts', 'const a = await import(url)'],
  ['an exchange in a comment', BIN, '// Binance says -1\n/** `kraken` */'],
  ['a word that is also an exchange', BIN, "const a = 'the gate is open, investigate'"],
  ['imports in comments', BIN, "// import '../app.ts'\n/** {@link import('../app.ts')} */"],
  ['imports in templates', BIN, "const a = `\nimport { a } from '../app.ts'\n`"],
  ['words that look like it', BIN, "const a = 'import x from y, process env'"],
])('findViolations() allows %s', (_, path, text) => {
  expect(findViolations([{ path, text }])).toEqual([])
})
