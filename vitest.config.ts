import { defineConfig } from 'vitest/config'

/** What touches the database runs twice: on SQLite and on PostgreSQL. */
const ON_BOTH = [
  'test/flows/**/*.test.ts',
  'test/keys/**/*.test.ts',
  'test/notices/**/*.test.ts',
  'test/telegram/**/*-repo.test.ts',
]

export default defineConfig({
  test: {
    globalSetup: 'test/support/postgres-run.ts',
    projects: [
      { extends: true, test: { name: 'sqlite', include: ['test/**/*.test.ts'] } },
      {
        extends: true,
        test: { name: 'postgres', include: ON_BOTH, env: { TEST_DATABASE: 'postgres' } },
      },
    ],
  },
})
