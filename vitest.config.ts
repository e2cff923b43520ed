import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

/** What touches the database runs twice: on SQLite and on PostgreSQL. */
const ON_BOTH = [
  'test/db/{fees-migration,purge,transact}.test.ts',
  'test/flows/**/*.test.ts',
  'test/keys/{connections,fleet-watch,key-pair,key-repo,link,page-request,watch}.test.ts',
  'test/notices/**/*.test.ts',
  'test/sagas/**/*.test.ts',
  'test/telegram/**/*-repo.test.ts',
  'test/trading-bots/**/*.test.ts',
]
/** They copy the files of the database. */
const ON_FILES = ['test/flows/restore.test.ts', 'test/flows/operators.test.ts']
/** What they want of the database has tests of its own on both. */
const ON_SQLITE = [
  'test/flows/{disconnect-ban,exit-by-position,exit-lane,foreign-orders,move-bots,pair-ends,pairs}.test.ts',
]
const ON_POSTGRES = [
  'test/processes/**/*.test.ts',
  'test/db/open-postgres.test.ts',
  'test/queue/postgres-queue.test.ts',
]

export default defineConfig({
  test: {
    // A file leaves nothing behind that another could meet, and loading ccxt again for each costs minutes.
    isolate: false,
    // Real HTTP and real databases on a busy machine take their time. The command line's limits do not reach the projects.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 3,
    retry: 1,
    // What Node compiled for one process that a test starts is there for the next.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/undock-tests') },
    globalSetup: 'test/support/postgres-run.ts',
    projects: [
      {
        extends: true,
        test: { name: 'sqlite', include: ['test/**/*.test.ts'], exclude: ON_POSTGRES },
      },
      {
        extends: true,
        test: {
          name: 'postgres',
          include: [...ON_BOTH, ...ON_POSTGRES],
          exclude: [...ON_FILES, ...ON_SQLITE],
          env: { TEST_DATABASE: 'postgres' },
        },
      },
    ],
  },
})
