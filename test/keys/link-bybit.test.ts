import { expect, onTestFinished, test } from 'vitest'
import { createExchanges } from '../../src/exchange/exchanges.ts'
import { Connections } from '../../src/keys/connections.ts'
import { findSealed } from '../../src/keys/key-repo.ts'
import { linkKey } from '../../src/keys/link.ts'
import { createPaperExchange } from '../../src/playground/paper-exchange/paper-exchange.ts'
import { bybitRest } from '../exchange/bybit/bybit-rest.ts'
import { mount } from '../exchange/support.ts'
import { openKeys } from './support.ts'

/** A stage whose Bybit is on this machine, with a key there that is not linked yet. */
async function openBybitKeys() {
  const stage = await openKeys()
  const { dialect, moveKey } = bybitRest(stage.clock)
  const paper = createPaperExchange({ clock: stage.clock, seed: 1, dialect })
  const exchanges = createExchanges({ clock: stage.clock, origins: { bybit: await mount(paper) } })
  onTestFinished(() => exchanges.close())
  const connections = new Connections({ ...stage, exchanges, onRefused: () => undefined })
  const credentials = paper.createKey()
  const core = { ...stage, paper, exchanges, connections }
  return {
    ...core,
    moveKey,
    credentials,
    link: () => linkKey(core, { userId: '7', exchange: 'bybit', credentials }),
  }
}

test('linkKey() finds a key of the European Bybit, and it is asked there from then on', async () => {
  const { db, vault, connections, credentials, moveKey, link } = await openBybitKeys()
  moveKey(credentials.apiKey, 'bybit.eu')

  const outcome = await link()

  expect(outcome).toMatchObject({ ok: true, key: { exchange: 'bybit', label: 'Bybit' } })
  if (!outcome.ok) return
  const sealed = await findSealed(db, outcome.key.id)
  const place = { keyId: outcome.key.id, userId: '7', exchange: 'bybit' }
  expect(sealed && vault.open(sealed, place)).toEqual({ ...credentials, site: 'bybit.eu' })
  expect(await connections.probe(outcome.key.id)).toMatchObject({ read: true })
})
