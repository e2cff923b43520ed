import { Big } from 'big.js'
import { expect, test } from 'vitest'
import { transact } from '../../src/db/transact.ts'
import { insertOrders, listUnsettled } from '../../src/trading/order-repo.ts'
import { newIntent } from '../../src/trading/order.ts'
import { reconcileOrders } from '../../src/trading/reconcile.ts'
import { serveDialect } from '../exchange/dialect-server.ts'
import { RECORDED } from '../exchange/recorded/all.ts'
import { ORDER } from '../exchange/recorded/recorded.ts'
import { aRunningGrid } from '../trading-bots/bot-stage.ts'

const MINUTE = 60_000

/** Gate, which says of every order that it knows of none. */
async function aForgetfulExchange() {
  const { unknown, answers } = RECORDED.gate
  const { connection } = await serveDialect('gate', ({ method, path, query }) => {
    const at = `${method} ${path}`
    const none = unknown[at.replace('DELETE', 'GET')]
    if (none !== undefined) return { ...none, body: JSON.stringify(none.body) }
    const all = answers('cancelled')
    const body = all[`${at}?${new URLSearchParams(query).toString()}`] ?? all[at]
    return { body: JSON.stringify(body ?? []) }
  })
  return connection.routine
}

/** What becomes of an order whose answer was lost and that the exchange does not find so long after. */
async function lostFor(milliseconds: number): Promise<string> {
  const stage = await aRunningGrid()
  const { keyId, botId, clock, db } = stage
  const { symbol, clientOrderId } = ORDER
  const intent = newIntent(
    {
      userId: '7',
      keyId,
      botId,
      planId: undefined,
      slot: 'lost',
      symbol,
      side: 'buy',
      timeInForce: 'GTC',
      price: new Big(50_000),
      amount: new Big('0.01'),
    },
    clock.now(),
  )
  const order = { ...intent, clientOrderId }
  await transact(db, (trx) => insertOrders(trx, [order]))
  clock.advance(milliseconds)
  const nothing = { rows: [], failed: new Map() }
  await reconcileOrders(stage, await aForgetfulExchange(), [order], nothing)
  const left = await listUnsettled(db, { keyId, botId })
  return left.find(({ id }) => id === order.id)?.status ?? 'void'
}

test('an unanswered order is void once the exchange would have told of it', async () => {
  expect(await lostFor(10 * MINUTE)).toBe('void')
})

test('an unanswered order stays unknown where the exchange may have forgotten it', async () => {
  expect(await lostFor(120 * MINUTE)).toBe('sent')
})
