import { expect, onTestFinished, test } from 'vitest'
import { createExchanges } from '../../src/exchange/exchanges.ts'
import { Connections } from '../../src/keys/connections.ts'
import { findSealed } from '../../src/keys/key-repo.ts'
import { linkKey } from '../../src/keys/link.ts'
import { createOkx } from '../exchange/okx/okx.ts'
import { mount } from '../exchange/support.ts'
import { openKeys } from './support.ts'

const EUROPE = 'eea.okx.com'

/** A key that one site of OKX knows, and the answers that its trials got so far. */
async function openOkx(site: string) {
  const stage = await openKeys()
  const { clock } = stage
  const okx = createOkx({ clock, seed: 5 })
  const exchanges = createExchanges({ clock, origins: { okx: await mount(okx) } })
  onTestFinished(() => exchanges.close())
  const connections = new Connections({ ...stage, exchanges, onRefused: () => undefined })
  const answers = () =>
    okx.requests().flatMap(({ path, status }) => (path.endsWith('/config') ? [status] : []))
  return { ...stage, okx, credentials: okx.createKey({ site }), exchanges, connections, answers }
}

test('linkKey() tries the sites of an exchange in turn, and keeps the one that knows the key', async () => {
  const { okx, credentials, answers, ...stage } = await openOkx(EUROPE)

  const outcome = await linkKey(stage, { userId: '7', exchange: 'okx', credentials })

  const tail = credentials.apiKey.slice(-4)
  expect(outcome).toMatchObject({ ok: true, key: { exchange: 'okx', label: 'OKX', tail } })
  // Once at the first site; at the second its rights, and then the account as well.
  expect(answers()).toEqual([401, 200, 200])
  if (!outcome.ok) return
  const sealed = await findSealed(stage.db, outcome.key.id)
  const place = { keyId: outcome.key.id, userId: '7', exchange: 'okx' }
  expect(sealed && stage.vault.open(sealed, place)).toEqual({ ...credentials, site: EUROPE })

  // OKX lets a key ask so much in 2 seconds.
  stage.clock.advance(3_000)
  await stage.connections.probe(outcome.key.id)
  expect(answers()).toEqual([401, 200, 200, 200])
  okx.setKeyState(credentials.apiKey, 'deleted')
  await expect(stage.connections.probe(outcome.key.id)).rejects.toMatchObject({
    verdict: 'revoked',
  })
})

test('linkKey() says that a key is unknown when no site knows it', async () => {
  const { credentials, answers, ...stage } = await openOkx('nowhere.okx.com')

  const outcome = await linkKey(stage, { userId: '7', exchange: 'okx', credentials })

  expect(outcome).toEqual({ ok: false, reason: 'unknown-key' })
  expect(answers()).toEqual([401, 401, 401])
})
