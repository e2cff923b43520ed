import { addSeconds } from '../lib/clock.ts'
import type { ExchangeOrder } from '../exchange/exchange.ts'
import { findOurs, listUnsettled } from '../trading/order-repo.ts'
import type { Order } from '../trading/order.ts'
import { cancelOrder, pullFills, reconcileOrders, voidPlanned } from '../trading/reconcile.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { allOf, exitStep, type Exit } from './exit-context.ts'

/** Between two looks at what is not settled yet. */
const LOOK_SECONDS = 1

/**
 * Cancels the orders that we placed, one by one by our own ids; those placed by hand stay. Done
 * only once the exchange itself lists none of ours and every fill is on record.
 */
export const cancelOrders = exitStep(async (core, exit) => {
  const { exchange } = exit
  const before = await unsettledOf(core, exit)
  await allOf(before.filter(mayRest).map((order) => cancelOrder(core, exchange, order)))

  const { settled, stray } = await settleOrders(core, exit)
  await allOf(stray.map((order) => exchange.cancelOrder(order)))
  return settled && stray.length === 0
    ? { go: 'next', step: 'sell' }
    : { go: 'wait', until: addSeconds(core.clock.now(), LOOK_SECONDS) }
})

/** What a fresh look at our orders came to. */
interface Settlement {
  /** None of the plan's orders is open, none of unknown outcome, and all fills are on record. */
  settled: boolean
  /** Orders of ours that the exchange lists as open, though our records say that they have ended. */
  stray: ExchangeOrder[]
}

/** Brings the plan's orders to what the exchange says of them. Sends nothing but questions. */
export async function settleOrders(core: KeyCore, exit: Exit): Promise<Settlement> {
  const { exchange, key, plan } = exit
  await voidPlanned(core, await unsettledOf(core, exit))
  const open = await exchange.fetchOpenOrders()
  await reconcileOrders(core, exchange, await unsettledOf(core, exit), open)
  await pullFills(core, exchange, await unsettledOf(core, exit))
  const unsettled = await unsettledOf(core, exit)

  // Another bot's orders on the same key stay when just one bot is removed.
  if (plan.kind === 'remove') return { settled: unsettled.length === 0, stray: [] }
  const known = new Set(unsettled.map((order) => order.clientOrderId))
  const ours = await findOurs(
    core.db,
    key.id,
    open.map((order) => order.clientOrderId),
  )
  const stray = open.filter(
    ({ clientOrderId }) => ours.has(clientOrderId) && !known.has(clientOrderId),
  )
  return { settled: unsettled.length === 0, stray }
}

/** The plan's orders that are, or may be, on the exchange, or whose fills are not all on record. */
export async function unsettledOf({ db }: KeyCore, { key, bots }: Exit): Promise<Order[]> {
  const ids = new Set(bots.map((bot) => bot.id))
  return (await listUnsettled(db, { keyId: key.id })).filter(({ botId }) => ids.has(botId))
}

function mayRest({ status }: Order): boolean {
  return status === 'sent' || status === 'open'
}
