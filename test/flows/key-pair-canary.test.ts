import { onTestFinished, expect, test } from 'vitest'
import type { Credentials } from '../../src/exchange/exchange.ts'
import { Secret } from '../../src/lib/secret.ts'
import { Vault, type SealContext } from '../../src/keys/vault.ts'
import { wordsOf } from '../../src/telegram/words.ts'
import { bybitRest } from '../exchange/bybit/bybit-rest.ts'
import { LEAKS, placesOf } from '../support/canary.ts'
import { rows } from '../support/exits.ts'
import { say, tap } from '../support/journey.ts'
import { piecesOfPrivateKey } from '../support/pieces.ts'
import { runGrid, type Trader } from '../support/traders.ts'
import { openWorld, type Speaking, type World } from '../support/world.ts'

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
  return placesOf(world, pieces)
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
