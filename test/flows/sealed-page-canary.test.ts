import { onTestFinished, expect, test } from 'vitest'
import { listen } from '../../src/lib/listen.ts'
import { Secret } from '../../src/lib/secret.ts'
import { Vault } from '../../src/keys/vault.ts'
import { wordsOf } from '../../src/telegram/words.ts'
import { OkxKeys, PASSPHRASE } from '../exchange/okx/auth.ts'
import { okxRest } from '../exchange/okx/rest.ts'
import { LEAKS, placesOf } from '../support/canary.ts'
import { rows } from '../support/exits.ts'
import { say, tap } from '../support/journey.ts'
import { piecesOfText } from '../support/pieces.ts'
import { openSealedPage, PAGE_URL, pagePathOf, type OpenedPage } from '../support/sealed-page.ts'
import { runGrid, type Trader } from '../support/traders.ts'
import { openWorld, type Speaking } from '../support/world.ts'

const VAULT_KEY = new Secret(Buffer.alloc(32, 7).toString('base64'))
const { pair } = wordsOf('en').keys

const speakOkx: Speaking = () => ({
  id: 'okx',
  dialect: okxRest(new OkxKeys(), { held: undefined }),
})

interface Visitor extends Trader {
  name: string
  /** Whatever must stand nowhere. */
  secrets: string[]
  origin: string
  /** All that went over the wire to the page and back: addresses, headers and bodies. */
  wire: string[]
}

async function openVisitor(name: string, speaking?: Speaking): Promise<Visitor> {
  const world = await openWorld(
    { botTickSeconds: 0.3, vaultKey: VAULT_KEY, pageUrl: () => PAGE_URL },
    speaking,
  )
  onTestFinished(() => world.close())
  const wire: string[] = []
  const fetch = async (request: Request): Promise<Response> => {
    const asked = request.clone()
    const answer = await world.app.http.fetch(request)
    wire.push(asked.method, asked.url, JSON.stringify([...asked.headers]), await asked.text())
    wire.push(JSON.stringify([...answer.headers]), await answer.clone().text())
    return answer
  }
  const server = await listen({ fetch }, '127.0.0.1', 0)
  onTestFinished(() => server.close())
  const origin = `http://127.0.0.1:${server.port}`
  return { ...world, account: 'main', name, secrets: [], origin, wire }
}

/** What the exchange shows for a new key, with its secret parts remembered. */
function newKey({ exchange, secrets, name }: Visitor, rights = {}): string {
  const { apiKey, secret } = exchange.createKey(rights)
  const passphrase = name === 'OKX' ? [PASSPHRASE] : []
  secrets.push(secret, ...passphrase)
  return [apiKey, secret, ...passphrase].join('\n')
}

/** Opens the page of a credentials screen; its private key is a secret as well. */
async function openPage(
  visitor: Visitor,
  screen: Parameters<typeof pagePathOf>[0],
): Promise<OpenedPage> {
  const page = await openSealedPage(visitor.origin, pagePathOf(screen))
  const [row] = await rows<SealedRow>(
    visitor,
    `select id, user_id, exchange, wrapped_data_key, sealed_credentials from page_request where status = 'open'`,
  )
  if (row === undefined) throw new Error('There is no open page')
  const sealed = { wrappedDataKey: row.wrapped_data_key, sealedCredentials: row.sealed_credentials }
  const place = { keyId: row.id, userId: row.user_id, exchange: row.exchange }
  const { secret } = new Vault(VAULT_KEY).open(sealed, { ...place, table: 'page_request' })
  visitor.secrets.push(secret)
  return page
}

interface SealedRow {
  id: string
  user_id: string
  exchange: string
  wrapped_data_key: string
  sealed_credentials: string
}

/** Links by the page after a refusal, trades, reads everything there is, replaces the key by a page. */
async function liveWithPages(visitor: Visitor): Promise<void> {
  const { alice, name } = visitor
  await say(alice, '/link', 'link-exchange')
  const page = await openPage(visitor, await choosePage(visitor, name))
  expect(await page.send(newKey(visitor).split('\n').slice(1).join('\n'))).toBe('incomplete')
  expect(await page.send(`${newKey(visitor)}\n${newKey(visitor)}`)).toBe('malformed')
  expect(await page.send(newKey(visitor, { withdraw: true }))).toBe('taken')
  const again = await openPage(visitor, await alice.until({ screen: 'link-refused' }))
  expect(await again.send(newKey(visitor))).toBe('taken')
  await alice.until({ screen: 'key-linked' })
  expect(await again.send(newKey(visitor))).toBe('used')
  // The limits of the exchange are fuller after a link than any trader would find them.
  visitor.clock.advance(3)
  await runGrid(visitor)
  await say(alice, '/export', 'export')
  await say(alice, '/keys', 'keys')
  await tap(alice, name, 'key')
  const replacing = await openPage(visitor, await choosePage(visitor, 'Replace key'))
  expect(await replacing.send(newKey(visitor))).toBe('taken')
  await alice.until({ screen: 'key-replaced' })
  await say(alice, '/link', 'link-exchange')
  await openPage(visitor, await choosePage(visitor, name))
}

async function choosePage({ alice, name }: Visitor, label: string) {
  if (name === 'OKX') return tap(alice, label, 'link-credentials')
  await tap(alice, label, 'link-key-pair')
  return tap(alice, pair.buttons.paste, 'link-credentials')
}

function leaksOf(visitor: Visitor): Promise<string[]> {
  const pieces = new Set(visitor.secrets.flatMap((secret) => [...piecesOfText(secret)]))
  return placesOf(visitor, pieces, { wire: visitor.wire.join('\n') })
}

test.each<[string, Speaking | undefined]>([
  ['Binance', undefined],
  ['OKX', speakOkx],
])('no 12 characters of a secret that is sealed for %s are anywhere', async (name, speaking) => {
  const visitor = await openVisitor(name, speaking)

  await liveWithPages(visitor)

  expect(new Set(visitor.secrets).size).toBeGreaterThanOrEqual(11)
  expect(await leaksOf(visitor)).toEqual([])
})

test('the search finds twelve characters wherever they are leaked to', async () => {
  const visitor = await openVisitor('Binance')
  await liveWithPages(visitor)
  expect(await leaksOf(visitor)).toEqual([])

  for (const [place, leak] of Object.entries({ ...LEAKS })) {
    if (place === 'files' && visitor.database.kind === 'postgres') continue
    const piece = visitor.secrets[0]?.slice(20, 32) ?? ''
    expect(piece).toHaveLength(12)
    expect(await leak(visitor, `so ${piece} it is`), place).toBeUndefined()
    expect(await leaksOf(visitor), place).toContain(place)
  }
})

test.each<[string, (page: OpenedPage, key: string) => Promise<unknown>]>([
  [
    'sends the key beside the sealed one',
    (page, key) => page.post({ enc: 'A', ciphertext: 'A', key }),
  ],
  [
    'only encodes it',
    (page, key) => page.post({ enc: 'A', ciphertext: Buffer.from(key).toString('base64url') }),
  ],
])('a page that %s is found on the wire', async (_, leak) => {
  const visitor = await openVisitor('Binance')
  const { alice, name } = visitor
  await say(alice, '/link', 'link-exchange')
  const page = await openPage(visitor, await choosePage(visitor, name))
  const key = newKey(visitor)
  expect(await leaksOf(visitor)).toEqual([])

  await leak(page, key)

  expect(await leaksOf(visitor)).toEqual(['wire'])
})
