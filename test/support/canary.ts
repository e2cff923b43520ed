import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { rows } from './exits.ts'
import { everythingIn } from './leaks.ts'
import { findPieces } from './pieces.ts'
import { queryOften } from './postgres-run.ts'
import { TOKEN, type World } from './world.ts'

/** The places where one of these pieces stands, of all that Telegram, the log and the disk have; `more` besides. */
export async function placesOf(
  world: World,
  pieces: ReadonlySet<string>,
  more: Record<string, string> = {},
): Promise<string[]> {
  const places = Object.entries({ ...(await everythingOf(world)), ...more })
  return places.filter(([, text]) => findPieces(pieces, text).length > 0).map(([place]) => place)
}

async function everythingOf(world: World): Promise<Record<string, string>> {
  const { telegram, alice, log } = world
  const messages = alice.messages()
  const files = messages.filter(({ document, photo }) => document ?? photo)
  return {
    'requests to Telegram': JSON.stringify(telegram.calls()),
    'answers of Telegram': JSON.stringify(messages),
    'files in the chat': files
      .map(({ id }) => Buffer.from(alice.file(id)).toString('latin1'))
      .join('\n'),
    log: log.join('\n'),
    rows: await rowsOf(world),
    files: filesOf(world),
  }
}

async function rowsOf(world: World): Promise<string> {
  const { database } = world
  if (database.kind === 'postgres') return (await everythingIn(database.url.reveal())).join('\n')
  const tables = await rows<{ name: string }>(
    world,
    `select name from sqlite_master where type = 'table'`,
  )
  const texts = await Promise.all(tables.map(({ name }) => rows(world, `select * from "${name}"`)))
  return JSON.stringify(texts)
}

function filesOf({ database }: World): string {
  if (database.kind === 'postgres') return ''
  const folder = dirname(database.path)
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'latin1'))
    .join('\n')
}

/** Each leaks a text to one place. After `rows` Undock is stopped. */
export const LEAKS: Record<string, (world: World, text: string) => Promise<void> | void> = {
  log: ({ log }, text) => void log.push(JSON.stringify({ level: 'info', event: text })),
  'requests to Telegram': (world, text) => callTelegram(world, 'sendChatAction', { action: text }),
  'answers of Telegram': (world, text) => callTelegram(world, 'sendMessage', { text }),
  'files in the chat': async (world, text) => {
    const body = new FormData()
    body.set('chat_id', String(world.alice.id))
    body.set('document', new Blob([text]), 'a.pem')
    await fetch(urlOf(world, 'sendDocument'), { method: 'POST', body })
  },
  rows: async ({ database, app }, text) => {
    await app.stop()
    const insert = `insert into user_setting (user_id, name, value) values ('7', 'leak', '${text}')`
    if (database.kind === 'postgres') await queryOften(database.url.reveal(), insert)
    else new Sqlite(database.path).exec(insert).close()
  },
  files: ({ database }, text) => {
    if (database.kind === 'sqlite') writeFileSync(`${database.path}.note`, text)
  },
}

async function callTelegram(world: World, method: string, payload: object): Promise<void> {
  await fetch(urlOf(world, method), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ chat_id: world.alice.id, ...payload }),
  })
}

function urlOf({ environment }: World, method: string): string {
  return `${environment['TELEGRAM_API_ROOT']}/bot${TOKEN}/${method}`
}
