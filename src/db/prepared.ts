import type { SqliteDatabase, SqliteStatement } from 'kysely'
import type Sqlite from 'better-sqlite3'

/** Lists of ids make many texts of one statement: the oldest are let go. */
const MOST = 500

/** A SQLite database that keeps its statements prepared: parsing them anew costs more than most of them. */
export function keepPrepared(sqlite: Sqlite.Database): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>()
  return {
    prepare(text) {
      const known = kept.get(text)
      if (known !== undefined) return known
      // What was prepared for other tables may not fit these.
      if (/^\s*(create|alter|drop)/i.test(text)) kept.clear()
      const statement = sqlite.prepare(planOnce(text)) as SqliteStatement
      const oldest = kept.size < MOST ? undefined : kept.keys().next().value
      if (oldest !== undefined) kept.delete(oldest)
      kept.set(text, statement)
      return statement
    },
    close: () => void sqlite.close(),
  }
}

/**
 * The same statement, planned once. SQLite plans one anew at each run when a bare parameter next to
 * ORDER BY, LIMIT or an index over some rows only could change the plan: two to six times the work.
 * So what relies on such an index must name its value in the text.
 */
export function planOnce(text: string): string {
  return text.replaceAll(/'[^']*'|"[^"]*"|\?/g, (piece) => (piece === '?' ? '+?' : piece))
}
