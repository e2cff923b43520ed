import Sqlite from 'better-sqlite3'
import {
  Kysely,
  SqliteDialect,
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
} from 'kysely'
import type { Database } from '../../../src/db/database.ts'
import { planOnce } from '../../../src/db/prepared.ts'
import type { Schema } from '../../../src/db/schema.ts'
import { never, type Life } from './life.ts'

/** How the database goes wrong: asked before each statement that writes, or begins to. */
export type DatabaseFaults = (
  sql: string,
) => 'SQLITE_BUSY' | 'SQLITE_FULL' | 'SQLITE_IOERR' | undefined

/**
 * A database in memory that outlives each life of the process, as a file does. It can be put back
 * to how it was: all that happens is inside one outer transaction, the program's own are savepoints.
 */
export class SimDatabase {
  readonly #raw: Sqlite.Database
  readonly #statements = new Map<string, Sqlite.Statement>()
  #inTransaction = false
  /** Whether more than the queue's own table was written since the last commit. */
  #touched = false
  #hear: (what: string) => void = () => undefined
  /** What the triggers told of changes that are not on disk yet. */
  #told: string[] = []
  /** How much of it was told before the open savepoint of the program's own. */
  #toldBefore = 0
  faults: DatabaseFaults = () => undefined

  constructor(original?: SimDatabase) {
    this.#raw = new Sqlite(':memory:')
    if (original !== undefined) copy(original.#raw, this.#raw)
    this.#raw.pragma('secure_delete = ON')
    this.#raw.pragma('foreign_keys = ON')
    this.#raw.function('simulator_hears', (what: unknown) => {
      this.#told.push(String(what))
      return null
    })
    this.#raw.exec('begin')
  }

  /** Forgets everything since it was opened, or last put back. */
  putBack(): void {
    this.#raw.exec('rollback')
    this.#raw.exec('begin')
    this.#inTransaction = false
  }

  /** The file's bytes. */
  bytes(): Buffer {
    return this.#raw.serialize()
  }

  get inTransaction(): boolean {
    return this.#inTransaction
  }

  /** A look from the side. */
  rows<T>(sql: string, ...parameters: unknown[]): T[] {
    return this.#prepare(sql).all(...parameters) as T[]
  }

  /** Triggers that watch; whatever they tell to `simulator_hears` comes to `hear`. */
  watch(triggers: readonly string[]): void {
    this.#raw.exec('rollback')
    for (const trigger of triggers) this.#raw.exec(trigger)
    this.#raw.exec('begin')
  }

  hear(hear: (what: string) => void): void {
    this.#hear = hear
  }

  /** The database as one life of the process sees it. */
  open(life: Life): Database {
    // The operating system takes an open transaction back when its process dies.
    life.whenEnded(() => {
      if (this.#inTransaction) this.#rollBack()
    })
    const dialect = new SimDialect({ database: this.#raw }, () => this.#connection(life))
    const db = new Kysely<Schema>({ dialect })
    return { db, close: () => db.destroy() }
  }

  close(): void {
    this.#raw.close()
  }

  #connection(life: Life): DatabaseConnection {
    return {
      executeQuery: async <R>(query: CompiledQuery) => {
        if (life.endsAt('statement')) return never<QueryResult<R>>()
        const { sql } = query
        const isRead = sql.startsWith('select')
        if (!isRead) {
          const failure = this.faults(sql)
          if (failure === 'SQLITE_IOERR') life.end()
          if (life.dead) return never<QueryResult<R>>()
          if (failure !== undefined) this.#fail(failure)
        }
        if (!isRead && !BOOKKEEPING.test(sql)) this.#touched = true
        const result = this.#run(query)
        const committed = !isRead && !this.#inTransaction && sql !== 'rollback'
        if (committed) this.#tell()
        if (committed) {
          const point = this.#touched ? 'commit' : 'commit of wakes only'
          this.#touched = false
          if (life.endsAt(point)) return never<QueryResult<R>>()
        }
        return result as QueryResult<R>
      },
      // oxlint-disable-next-line require-yield
      async *streamQuery() {
        throw new TypeError('Cannot stream: Undock never does')
      },
    }
  }

  #fail(code: string): never {
    // SQLite itself takes the transaction back when the disk is full.
    if (code === 'SQLITE_FULL' && this.#inTransaction) this.#rollBack()
    throw Object.assign(new Error('the disk does not do as it should'), { code })
  }

  #run({ sql, parameters }: CompiledQuery): QueryResult<unknown> {
    switch (sql) {
      case 'begin':
        this.#inTransaction = true
        return this.#execute('savepoint of_the_program', [])
      case 'commit':
        this.#inTransaction = false
        return this.#execute('release of_the_program', [])
      case 'rollback':
        if (!this.#inTransaction) throw new Error('cannot rollback - no transaction is active')
        this.#rollBack()
        return NOTHING
      case 'savepoint one':
        this.#toldBefore = this.#told.length
        return this.#execute(sql, parameters)
      case 'rollback to one':
        this.#told.length = Math.min(this.#told.length, this.#toldBefore)
        return this.#execute(sql, parameters)
      case 'pragma wal_checkpoint(truncate)':
        // In memory there is no log, and none of its readers.
        return { rows: [{ busy: 0 }] }
      default:
        return this.#execute(sql, parameters)
    }
  }

  #tell(): void {
    for (const what of this.#told.splice(0)) this.#hear(what)
  }

  #rollBack(): void {
    this.#told.length = 0
    this.#execute('rollback to of_the_program', [])
    this.#execute('release of_the_program', [])
    this.#inTransaction = false
  }

  #execute(sql: string, parameters: readonly unknown[]): QueryResult<unknown> {
    const statement = this.#prepare(sql)
    if (statement.reader) return { rows: statement.all(parameters) }
    const { changes, lastInsertRowid } = statement.run(parameters)
    return { insertId: BigInt(lastInsertRowid), numAffectedRows: BigInt(changes), rows: [] }
  }

  #prepare(sql: string): Sqlite.Statement {
    const known = this.#statements.get(sql)
    if (known !== undefined) return known
    const statement = this.#raw.prepare(planOnce(sql))
    this.#statements.set(sql, statement)
    return statement
  }
}

/** The queue carries wake-ups only, and voids its claims at each start. */
const BOOKKEEPING =
  /^(begin|commit|rollback|savepoint|release|pragma|(update|delete from|insert into) "wake")/

const NOTHING: QueryResult<unknown> = { rows: [] }
const BEGIN = { sql: 'begin', parameters: [] } as unknown as CompiledQuery
const COMMIT = { sql: 'commit', parameters: [] } as unknown as CompiledQuery
const ROLLBACK = { sql: 'rollback', parameters: [] } as unknown as CompiledQuery

class SimDialect extends SqliteDialect {
  readonly #connect: () => DatabaseConnection

  constructor(
    config: ConstructorParameters<typeof SqliteDialect>[0],
    connect: () => DatabaseConnection,
  ) {
    super(config)
    this.#connect = connect
  }

  override createDriver(): Driver {
    const connection = this.#connect()
    const run = async (query: CompiledQuery) => void (await connection.executeQuery(query))
    return {
      init: async () => undefined,
      acquireConnection: async () => connection,
      beginTransaction: () => run(BEGIN),
      commitTransaction: () => run(COMMIT),
      rollbackTransaction: () => run(ROLLBACK),
      releaseConnection: async () => undefined,
      destroy: async () => undefined,
    }
  }
}

/** Table by table: only a database that began in memory gives its bytes away within a transaction. */
function copy(from: Sqlite.Database, to: Sqlite.Database): void {
  const made = from
    .prepare(
      `select type, name, sql from sqlite_master where sql is not null order by type = 'index'`,
    )
    .all() as { type: string; name: string; sql: string }[]
  for (const { type, name, sql } of made) {
    to.exec(sql)
    if (type !== 'table') continue
    for (const row of from.prepare(`select * from "${name}"`).all() as Record<string, unknown>[]) {
      const columns = Object.keys(row)
      const names = columns.map((column) => `"${column}"`).join(', ')
      const places = columns.map(() => '?').join(', ')
      to.prepare(`insert into "${name}" (${names}) values (${places})`).run(Object.values(row))
    }
  }
}
