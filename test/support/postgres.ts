import { randomBytes } from 'node:crypto'
import { addressOf, letGo, query, queryOften, TEMPLATE } from './postgres-run.ts'

/** A PostgreSQL database with all tables, and nothing in them. */
export interface TestPostgres {
  url: string
  drop: () => Promise<void>
}

/** Whether this run of the tests is the one on PostgreSQL. */
export const onPostgres = process.env['TEST_DATABASE'] === 'postgres'

/** Lends a database of the run's server, one that a test has left if there is any: making one is slow. */
export async function createPostgres(): Promise<TestPostgres> {
  const template = templateOf()
  const home = addressOf(template, 'postgres')
  const [left] = await queryOften<{ name: string }>(
    home,
    `delete from undock_spare where name =
       (select name from undock_spare limit 1 for update skip locked) returning name`,
  )
  const name = left?.name ?? `undock_${randomBytes(8).toString('hex')}`
  if (left === undefined) {
    await query(home, `create database ${name} template ${new URL(template).pathname.slice(1)}`)
  }
  const url = addressOf(template, name)
  return {
    url,
    async drop() {
      await letGo(url)
      await query(url, EMPTY)
      await queryOften(home, `insert into undock_spare values ('${name}')`)
    },
  }
}

/** A database without any table. */
export async function createEmptyPostgres(options = ''): Promise<TestPostgres> {
  const template = templateOf()
  const home = addressOf(template, 'postgres')
  const name = `undock_${randomBytes(8).toString('hex')}`
  await query(home, `create database ${name} template template0 ${options}`)
  const url = addressOf(template, name)
  return {
    url,
    async drop() {
      await letGo(url)
      await query(home, `drop database ${name} with (force)`)
    },
  }
}

function templateOf(): string {
  const template = process.env[TEMPLATE]
  if (template === undefined) throw new Error('Cannot lend a PostgreSQL: there is no test run')
  return template
}

/** Nobody is on it any more, and nothing is in it; keys between tables are not asked meanwhile. */
const EMPTY = `
  select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid();
  set session_replication_role = replica;
  do $$ declare name text; begin
    for name in select tablename from pg_tables
      where schemaname = 'public' and tablename not like 'kysely%'
    loop execute format('delete from public.%I', name); end loop;
    delete from pgboss.job;
  end $$;`
