import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { onTestFinished, expect, test } from 'vitest'
import type { Credentials } from '../../src/exchange/exchange.ts'
import { Secret } from '../../src/lib/secret.ts'
import { Vault, type SealContext } from '../../src/keys/vault.ts'
import { wordsOf } from '../../src/telegram/words.ts'
import { bybitRest } from '../exchange/bybit/bybit-rest.ts'
import { rows } from '../support/exits.ts'
import { say, tap } from '../support/journey.ts'
import { everythingIn } from '../support/leaks.ts'
import { findPieces, piecesOfPrivateKey } from '../support/pieces.ts'
import { queryOften } from '../support/postgres-run.ts'
import { runGrid, type Trader } from '../support/traders.ts'
import { openWorld, TOKEN, type Speaking, type World } from '../support/world.ts'

const { buttons } = wordsOf('en').keys.pair
const VAULT_KEY = new Secret(Buffer.alloc(32, 7).toString('base64'))

async function openTrader(speaking?: Speaking): Promise<Trader> {
  const world = await openWorld({ botTickSeconds: 0.3, vaultKey: VAULT_KEY }, speaking)
  onTestFinished(() => world.close())
  return { ...world, account: 'main' }
}

/** Links a pair, trades, reads everything there is, and leaves another pair unfinished. */
async function liveWithPairs(trader: Trader, exchangeName: string): Promise<void> {
  const { alice, exchange } = trader
  await say(alice, '/link', 'link-exchange')
  const { text } = await tap(alice, exchangeName, 'link-key-pair')
  await tap(alice, buttons.asFile, 'link-public-key')
  const stranger = exchange.createKey({ account: 'somebody-else' })
  await say(alice, stranger.apiKey, 'link-refused')
  const publicKey = /-----BEGIN[^]+END PUBLIC KEY-----/.exec(text)?.[0] ?? ''
  const { apiKey } = exchange.registerPublicKey(publicKey)
  await say(alice, apiKey, 'key-linked')
  // The limits of the exchange are fuller after a link than any trader would find them.
  trader.clock.advance(3)
  await runGrid(trader)
  await say(alice, '/export', 'export')
  await say(alice, '/keys', 'keys')
  await tap(alice, exchangeName, 'key')
  await tap(alice, 'Replace key', 'link-key-pair')
}

/** The private keys that Undock holds for anybody. */
async function privateKeys(world: World): Promise<string[]> {
  const columns = 'id, user_id, exchange, wrapped_data_key, sealed_credentials'
  const keys = await rows<SealedRow>(world, `select ${columns} from exchange_key`)
  const pairs = await rows<SealedRow>(world, `select ${columns} from key_pair`)
  return [
    ...keys.map((row) => open(row, {})),
    ...pairs.map((row) => open(row, { table: 'key_pair' })),
  ].map(({ secret }) => secret)
}

interface SealedRow {
  id: string
  user_id: string
  exchange: string
  wrapped_data_key: string
  sealed_credentials: string
}

function open(row: SealedRow, table: Pick<SealContext, 'table'>): Credentials {
  const sealed = { wrappedDataKey: row.wrapped_data_key, sealedCredentials: row.sealed_credentials }
  const place = { keyId: row.id, userId: row.user_id, exchange: row.exchange, ...table }
  return new Vault(VAULT_KEY).open(sealed, place)
}

/** Where pieces of these private keys stand. */
async function leaksOf(world: World, keys: readonly string[]): Promise<string[]> {
  const pieces = new Set(keys.flatMap((key) => [...piecesOfPrivateKey(key)]))
  const places = Object.entries(await everythingOf(world))
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

const speakBybit: Speaking = (clock) => ({ id: 'bybit', dialect: bybitRest(clock).dialect })

test.each<[string, Speaking | undefined]>([
  ['Binance', undefined],
  ['Bybit', speakBybit],
])('no 12 characters of a private key made for %s are anywhere', async (name, speaking) => {
  const trader = await openTrader(speaking)

  await liveWithPairs(trader, name)

  const keys = await privateKeys(trader)
  expect(keys.map((key) => key.slice(0, 27))).toEqual(
    Array.from({ length: 2 }, () => '-----BEGIN PRIVATE KEY-----'),
  )
  expect(new Set(keys).size).toBe(2)
  expect(await leaksOf(trader, keys)).toEqual([])
})

test('the search finds twelve characters wherever they are leaked to', async () => {
  const trader = await openTrader()
  await liveWithPairs(trader, 'Binance')
  const keys = await privateKeys(trader)
  expect(await leaksOf(trader, keys)).toEqual([])

  for (const [place, leak] of Object.entries(LEAKS)) {
    if (place === 'files' && trader.database.kind === 'postgres') continue
    const piece = keys[0]?.split('\n')[1]?.slice(40, 52) ?? ''
    expect(piece).toHaveLength(12)
    expect(await leak(trader, `so ${piece} it is`), place).toBeUndefined()
    expect(await leaksOf(trader, keys), place).toContain(place)
  }
})

/** Each leaks a text to one place. */
const LEAKS: Record<string, (trader: Trader, text: string) => Promise<void> | void> = {
  log: ({ log }, text) => void log.push(JSON.stringify({ level: 'info', event: text })),
  'requests to Telegram': (trader, text) =>
    callTelegram(trader, 'sendChatAction', { action: text }),
  'answers of Telegram': (trader, text) => callTelegram(trader, 'sendMessage', { text }),
  'files in the chat': async (trader, text) => {
    const body = new FormData()
    body.set('chat_id', String(trader.alice.id))
    body.set('document', new Blob([text]), 'a.pem')
    await fetch(urlOf(trader, 'sendDocument'), { method: 'POST', body })
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

async function callTelegram(trader: Trader, method: string, payload: object): Promise<void> {
  await fetch(urlOf(trader, method), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ chat_id: trader.alice.id, ...payload }),
  })
}

function urlOf({ environment }: World, method: string): string {
  return `${environment['TELEGRAM_API_ROOT']}/bot${TOKEN}/${method}`
}
