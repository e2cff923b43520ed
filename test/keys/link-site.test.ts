import { expect, test } from 'vitest'
import type { Exchanges } from '../../src/exchange/exchanges.ts'
import { createExchanges } from '../../src/exchange/exchanges.ts'
import { Connections } from '../../src/keys/connections.ts'
import { findSealed } from '../../src/keys/key-repo.ts'
import { linkKey } from '../../src/keys/link.ts'
import { onTestFinished } from 'vitest'
import { OKX_RECORDED } from '../exchange/recorded/okx.ts'
import { MS } from '../exchange/recorded/recorded.ts'
import { serve } from '../exchange/support.ts'
import { openKeys } from './support.ts'

const EUROPE = 'eea.okx.com'
const UNKNOWN = JSON.stringify({ msg: "API key doesn't exist", code: '50119' })
const credentials = { apiKey: 'a-key', secret: 'a-secret', passphrase: 'My.Pass-9' }

/** An OKX whose keys are known at one of its sites only, and what it was asked there. */
async function openOkx(knownAt: string) {
  const stage = await openKeys()
  const asked: string[] = []
  const answers = OKX_RECORDED.answers('open')
  const origin = await serve((request, response) => {
    const host = String(request.headers['x-forwarded-host'])
    const path = (request.url ?? '').split('?')[0] ?? ''
    const isPrivate = request.headers['ok-access-key'] !== undefined
    if (isPrivate) asked.push(`${host} ${String(request.headers['ok-access-passphrase'])}`)
    if (isPrivate && host !== knownAt) {
      response.statusCode = 401
      response.end(UNKNOWN)
    } else if (path === '/api/v5/public/time') {
      response.end(JSON.stringify({ code: '0', msg: '', data: [{ ts: String(MS) }] }))
    } else {
      response.end(JSON.stringify(answers[`${request.method} ${path}`]))
    }
  })
  const exchanges: Exchanges = createExchanges({ clock: stage.clock, origins: { okx: origin } })
  onTestFinished(() => exchanges.close())
  const connections = new Connections({ ...stage, exchanges, onRefused: () => undefined })
  return { ...stage, exchanges, connections, asked }
}

test('linkKey() tries the sites of an exchange in turn, and keeps the one that knows the key', async () => {
  const stage = await openOkx(EUROPE)

  const outcome = await linkKey(stage, { userId: '7', exchange: 'okx', credentials })

  expect(outcome).toMatchObject({ ok: true, key: { exchange: 'okx', label: 'OKX', tail: '-key' } })
  expect(stage.asked[0]).toBe('www.okx.com My.Pass-9')
  if (!outcome.ok) return
  const sealed = await findSealed(stage.db, outcome.key.id)
  const place = { keyId: outcome.key.id, userId: '7', exchange: 'okx' }
  expect(sealed && stage.vault.open(sealed, place)).toEqual({ ...credentials, site: EUROPE })

  stage.asked.length = 0
  // OKX lets a key ask so much in 2 seconds.
  stage.clock.advance(3_000)
  await stage.connections.probe(outcome.key.id)
  expect(stage.asked).toEqual([`${EUROPE} My.Pass-9`])
})

test('linkKey() says that a key is unknown when no site knows it', async () => {
  const stage = await openOkx('nowhere.okx.com')

  const outcome = await linkKey(stage, { userId: '7', exchange: 'okx', credentials })

  expect(outcome).toEqual({ ok: false, reason: 'unknown-key' })
  expect(stage.asked.map((line) => line.split(' ')[0])).toEqual([
    'www.okx.com',
    EUROPE,
    'us.okx.com',
  ])
})
