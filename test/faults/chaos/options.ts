import { parseArgs } from 'node:util'

/** What `npm run chaos` is asked for. */
export interface ChaosOptions {
  database: 'sqlite' | 'postgres'
  processes: number
  /** Rounds go on until so many processes were killed. */
  kills: number
  seed: number
}

/** Reads the command line. SQLite has one process, PostgreSQL three if not said. */
export function readOptions(args: readonly string[]): ChaosOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      database: { type: 'string', default: 'sqlite' },
      processes: { type: 'string' },
      kills: { type: 'string', default: '200' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    },
  })
  const database = values.database === 'postgres' ? 'postgres' : 'sqlite'
  return {
    database,
    processes: Number(values.processes ?? (database === 'postgres' ? 3 : 1)),
    kills: Number(values.kills),
    seed: Number(values.seed),
  }
}
