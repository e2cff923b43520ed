import { allOf } from '../lib/all-of.ts'
import { addSeconds } from '../lib/clock.ts'
import type { Account } from '../exchange/exchange.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { listByClientOrderIds, listUnsettled } from '../trading/order-repo.ts'
import type { Order } from '../trading/order.ts'
import { pullFills } from '../trading/pull-fills.ts'
import { cancelOrders, reconcileOrders, throwFirst } from '../trading/reconcile.ts'
import { valueFees } from '../trading/value-fees.ts'
import type { Exit } from './exit-context.ts'

/** Seconds between two looks at what is not settled yet. */
const LOOK_SECONDS = 1

export function lookAgainAt({ clock }: KeyCore): Date {
  return addSeconds(clock.now(), LOOK_SECONDS)
}

/**
 * A fresh look at the account, asked for at once: what is known by now goes on record (`recorded`)
 * while the answer is on the way.
 *
 * Gives what the account holds, once the exchange has said that none of our orders is open, and of
 * each that was sent, what came of it. Undefined when that is not so yet: it is to be looked at again.
 */
export async function lookAtAccount(
  core: KeyCore,
  exit: Exit,
  recorded?: Promise<void>,
): Promise<Account | undefined> {
  const [{ settled, stray }, account] = await allOf([
    settleOrders(core, exit, recorded),
    exit.exchange.fetchAccount(),
  ])
  throwFirst(await cancelOrders(core, exit.exchange, stray))
  return settled && stray.length === 0 ? account : undefined
}

/** What a fresh look at our orders came to. */
interface Settlement {
  /** None of the plan's orders is open, none of unknown outcome, and all fills are on record. */
  settled: boolean
  /** Orders of ours that the exchange lists as open, though our records say that they have ended. */
  stray: Order[]
}

/** Brings the plan's orders to what the exchange says of them. Sends nothing but questions. */
export async function settleOrders(
  core: KeyCore,
  exit: Exit,
  recorded: Promise<void> = Promise.resolve(),
): Promise<Settlement> {
  const { exchange, key, plan } = exit
  const unsettledBefore = recorded.then(() => unsettledOf(core, exit))
  const [open, before] = await allOf([
    exchange.listsAllOrders
      ? exchange.fetchOpenOrders()
      : unsettledBefore.then((orders) => exchange.fetchOpenOrders(symbolsOf(orders, exit))),
    unsettledBefore.then(async (orders) => {
      throwFirst(await pullFills(core, exchange, orders))
      return orders
    }),
  ])
  throwFirst(await reconcileOrders(core, exchange, before, open))
  throwFirst(await pullFills(core, exchange, await unsettledOf(core, exit)))
  await valueFees(core, core.exchanges.markets(key.exchange, 'exit'), key.id)
  const unsettled = await unsettledOf(core, exit)

  // Another bot's orders on the same key stay when just one bot is removed.
  if (plan.kind === 'remove') return { settled: unsettled.length === 0, stray: [] }
  const ids = open.rows.flatMap(({ clientOrderId }) => clientOrderId ?? [])
  const ours = await listByClientOrderIds(core.db, key.id, ids)
  const known = new Set(unsettled.map((order) => order.id))
  return { settled: unsettled.length === 0, stray: ours.filter(({ id }) => !known.has(id)) }
}

function symbolsOf(orders: readonly Order[], { bots }: Exit): string[] {
  return [...new Set([...orders, ...bots].map(({ symbol }) => symbol))]
}

/** The plan's orders that are, or may be, on the exchange, or whose fills are not all on record. */
export async function unsettledOf({ db }: KeyCore, { key, bots }: Exit): Promise<Order[]> {
  const ids = new Set(bots.map((bot) => bot.id))
  return (await listUnsettled(db, { keyId: key.id })).filter(({ botId }) => ids.has(botId))
}
