import type { Client } from 'pg'

/** A process that has sent nothing for so long is frozen: its locks are taken from it. */
const FROZEN_MS = 15_000

/** Who holds the advisory locks of a class in this database, and a mark that changes with each statement they send. */
const HOLDERS = `
  select objid as instance, pid, state_change::text as mark, pid = pg_backend_pid() as own
  from pg_locks join pg_stat_activity using (pid)
  where locktype = 'advisory' and granted and objsubid = 2 and classid = $1
    and database = (select oid from pg_database where datname = current_database())`
/** Only if it is still silent. */
const END = `
  select pg_terminate_backend(pid) from pg_stat_activity where pid = $1 and state_change::text = $2`

interface Holder {
  instance: string
  pid: number
  mark: string
  own: boolean
}

/**
 * Ends the connections of frozen processes, which keep their locks as if they were alive. How long they have
 * been silent is measured by our own monotonic clock: if the database's clock jumped ahead, it would end them all.
 */
export class FrozenHolders {
  readonly #locks: number
  #lastSeen: ReadonlyMap<number, { mark: string; at: number }> = new Map()

  constructor(locks: number) {
    this.#locks = locks
  }

  /** The numbers of all locks that are held; a frozen process is still among them this time. */
  async look(client: Client): Promise<ReadonlySet<number>> {
    const { rows } = await client.query<Holder>(HOLDERS, [this.#locks])
    const now = performance.now()
    const seen = rows
      .filter(({ own }) => !own)
      .map(({ pid, mark }) => {
        const before = this.#lastSeen.get(pid)
        return [pid, before?.mark === mark ? before : { mark, at: now }] as const
      })
    this.#lastSeen = new Map(seen)
    for (const [pid, { mark, at }] of seen) {
      if (now - at >= FROZEN_MS) await client.query(END, [pid, mark])
    }
    return new Set(rows.map(({ instance }) => Number(instance)))
  }
}
