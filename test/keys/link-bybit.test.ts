import { Big } from 'big.js'
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

test('probe() says frozen while the account may not trade, though everything can be read', async () => {
  const { connections, credentials, paper, clock, link } = await openBybitKeys()
  const outcome = await link()
  if (!outcome.ok) throw new RangeError('Cannot go on: the key is not linked')
  const probe = () => connections.probe(outcome.key.id)
  paper.setKeyState(credentials.apiKey, 'frozen')
  expect(await probe()).toMatchObject({ trade: true })

  const exchange = await connections.open(outcome.key.id, 'routine')
  const order = {
    symbol: 'BTC/USDT',
    clientOrderId: 'b1',
    side: 'buy',
    sentAt: clock.now(),
  } as const
  const terms = { amount: new Big('0.01'), price: new Big('50000'), timeInForce: 'GTC' } as const
  const refused = { code: 'key-rejected', verdict: 'frozen' }
  await expect(exchange.placeOrder({ ...order, ...terms })).rejects.toMatchObject(refused)

  await expect(probe()).rejects.toMatchObject(refused)
  await expect(probe()).rejects.toMatchObject(refused)
  paper.setKeyState(credentials.apiKey, 'active')
  expect(await probe()).toMatchObject({ trade: true })
  expect(paper.orders()).toEqual([])
})
