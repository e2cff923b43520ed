import { allOf } from '../lib/all-of.ts'
import { addSeconds } from '../lib/clock.ts'
import type { Account, OpenOrder, OpenOrders } from '../exchange/exchange.ts'
import { ExchangeError } from '../exchange/exchange-error.ts'
import type { Key } from '../keys/key.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { positionsOf } from '../trading-bots/positions.ts'
import { listReachableKeyIds } from '../trading-bots/take-over.ts'
import { listByClientOrderIds, listByExchangeOrderIds } from '../trading/order-repo.ts'
import type { Order } from '../trading/order.ts'
import { cancelOrders, type Unresolved } from '../trading/reconcile.ts'
import { compareOrders, unsettledOf } from './compare-orders.ts'
import type { Exit } from './exit-context.ts'
import { countOthers } from './foreign-orders.ts'
import { readBalance } from './read-balance.ts'
import { findUncompared } from './restore-repo.ts'

/** Seconds between two looks at what is not settled yet. */
const LOOK_SECONDS = 1

export function lookAgainAt({ clock }: KeyCore): Date {
  return addSeconds(clock.now(), LOOK_SECONDS)
}

/** What a fresh look at the account came to. */
export interface AccountLook {
  account: Account
  /**
   * Bots of which an order is, or may be, open, or whose fills are not all on record; with what the
   * exchange said, if it refused or gave no answer. Of all others the exchange has said that none of
   * their orders is open, and of each that was sent, what came of it.
   */
  unsettled: Unsettled
  /** Open orders that are not ours; undefined where the exchange does not list them. */
  foreignOrders: number | undefined
}

export type Unsettled = ReadonlyMap<string, ExchangeError | undefined>

/**
 * A fresh look at the account, asked for at once: what is known by now goes on record (`recorded`)
 * while the answer is on the way. What can't be learned about one bot's orders holds up no other bot.
 *
 * @throws {ExchangeError} for what concerns the whole key.
 */
export async function lookAtAccount(
  core: KeyCore,
  exit: Exit,
  recorded: Promise<readonly Unresolved[]> = Promise.resolve([]),
): Promise<AccountLook> {
  const { exchange, key, plan } = exit
  const [compared, account] = await allOf([
    compareOrders(core, exit, recorded),
    exchange.fetchAccount(),
  ])
  const { unresolved, open } = compared
  const unsettled = await unsettledOf(core, exit)
  const strays = await findStrays(core, key, open, unsettled)
  // Another bot's orders on the same key stay when just one bot is removed.
  const mine = strays.filter(({ botId }) => plan.botId === undefined || botId === plan.botId)
  const failed = [...unresolved, ...(await cancelOrders(core, exchange, mine))]
  const errors = new Map(failed.map(({ order, error }) => [order.id, error]))
  const waiting = new Map<string, ExchangeError | undefined>()
  for (const { id, botId } of [...unsettled, ...mine]) {
    waiting.set(botId, errors.get(id) ?? waiting.get(botId))
  }
  for (const [botId, error] of await unreadable(core, exit, account)) waiting.set(botId, error)
  // What was sold since the backup that this database was restored from may lack on record.
  const { symbols } = (await findUncompared(core.db, key.id)) ?? {}
  for (const { id, symbol } of exit.bots) {
    if (symbols?.includes(symbol)) waiting.set(id, waiting.get(id))
  }
  const { foreignOrders } = await countOthers(core, exit, open)
  return { account, unsettled: waiting, foreignOrders }
}

/** Bots that hold coins of which the balance can't be read. */
async function unreadable(
  { db }: KeyCore,
  { bots }: Exit,
  account: Account,
): Promise<Map<string, ExchangeError>> {
  const errors = new Map<string, ExchangeError>()
  for (const { id, symbol } of bots) {
    const balance = readBalance(account, symbol.split('/')[0] ?? '')
    if (balance instanceof ExchangeError) errors.set(id, balance)
  }
  if (errors.size === 0) return errors
  for (const { bot, position } of await positionsOf(db, bots)) {
    if (position.amount.lte(0)) errors.delete(bot.id)
  }
  return errors
}

/** Orders of ours that the exchange lists as open, though our records say that they have ended. */
async function findStrays(
  { db }: KeyCore,
  key: Key,
  { rows }: OpenOrders,
  unsettled: readonly Order[],
): Promise<Order[]> {
  const ids = rows.flatMap(({ clientOrderId }) => clientOrderId ?? [])
  const keyIds = await listReachableKeyIds(db, key)
  const byOurId = await listByClientOrderIds(db, keyIds, ids)
  const ours = [...byOurId, ...(await listNamedByTheirId(db, keyIds, rows, byOurId))]
  const known = new Set(unsettled.map(({ id }) => id))
  return ours.filter(({ id }) => !known.has(id))
}

/** Orders of ours in rows that do not name our id. */
async function listNamedByTheirId(
  db: KeyCore['db'],
  keyIds: readonly string[],
  rows: readonly OpenOrder[],
  named: readonly Order[],
): Promise<Order[]> {
  const found = new Set(named.map(({ clientOrderId }) => clientOrderId))
  const others = rows.filter(({ clientOrderId: id }) => id === undefined || !found.has(id))
  const ids = others.flatMap(({ id }) => id ?? [])
  const places = new Set(others.map(({ symbol, id }) => `${symbol} ${id}`))
  return (await listByExchangeOrderIds(db, keyIds, ids)).filter(({ symbol, exchangeOrderId }) =>
    places.has(`${symbol} ${exchangeOrderId}`),
  )
}
