import { systemClock } from './lib/clock.ts'
import { BackupRefused, backUp } from './db/back-up.ts'
import { DatabaseRefused } from './db/database-refused.ts'
import { ConfigError, environment, readConfig } from './config.ts'

const USE = `Use: npm run backup -- FILE
Copies the database into FILE, a new one, while Undock runs.`

function postgresUse(file: string): string {
  return `The database is PostgreSQL, which has a tool of its own for this:
pg_dump --format=custom --file=${file} "$DATABASE_URL"
Restore it into an empty database with: pg_restore --no-owner --dbname="$DATABASE_URL" ${file}`
}

async function run(file: string): Promise<string> {
  const { database } = readConfig(environment())
  if (database.kind === 'postgres') throw new BackupRefused(postgresUse(file))
  const { bytes } = await backUp(database.path, file, systemClock.now())
  return `${file}: ${Math.ceil(bytes / 1024)} KiB, read through and found whole.
It holds the exchange keys sealed, and not the key that opens them: keep VAULT_KEY too, and somewhere else.`
}

const [file, ...rest] = process.argv.slice(2)
try {
  if (file === undefined || rest.length > 0) throw new BackupRefused(USE)
  process.stdout.write(`${await run(file)}\n`)
} catch (error) {
  const known = [BackupRefused, DatabaseRefused, ConfigError].some((type) => error instanceof type)
  if (!known || !(error instanceof Error)) throw error
  const faults = error instanceof ConfigError ? error.faults : []
  process.stderr.write(`${[error.message, ...faults].join('\n- ')}\n`)
  process.exitCode = 1
}
