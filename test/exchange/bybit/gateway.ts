import { Big } from 'big.js'
import { cancelOrder, placeOrder } from '../../../src/playground/paper-exchange/matching.ts'
import {
  isOpen,
  type Order,
  type OrderRequest,
  type Trade,
} from '../../../src/playground/paper-exchange/order.ts'
import { Refusal } from '../../../src/playground/paper-exchange/paper-exchange.ts'
import type { AnswerDeps } from '../../../src/playground/paper-exchange/rest-dialect.ts'
import { DUPLICATE, inBybitsWords } from './refusal.ts'

const FIRST_ORDER = 1_523_347_543_000_000_000n
const FIRST_EXECUTION = 2_100_000_000_000_000_000n
// Ids of executions are far apart, so that they stay in order where somebody reads them as numbers.
const APART = 4_096n
const KEPT_CLOSED = 500

/** How an order stands that the engine threw out after it was acknowledged. */
type Rejected = Order & { rejectReason: string }

/**
 * Between the wire and the floor: an order or a cancel is acknowledged with the order's id, and what
 * became of it shows when it is asked about, at once or {@link delayMs} later.
 */
export class Gateway {
  /** Milliseconds from the acknowledgement until the engine has the order or the cancel. */
  delayMs = 0
  /** The reason for which the engine throws out the next order that was acknowledged. */
  rejectsNext: string | undefined
  #restartedAt = -1
  readonly #names = new WeakMap<Order, string>()
  readonly #rejected: Rejected[] = []
  readonly #linkIds = new Set<string>()
  #acknowledged = 0

  /** Closed orders are now told by the history only, as after each of Bybit's releases. */
  restart(now: Date): void {
    this.#restartedAt = now.getTime()
  }

  /** The id of an order that was taken. @throws {BybitRefusal} if it is refused before that. */
  accept(deps: AnswerDeps, request: OrderRequest): string {
    const { account, clientOrderId } = request
    const linkId = `${account} ${clientOrderId}`
    if (this.#linkIds.has(linkId)) throw DUPLICATE
    const orderId = String(FIRST_ORDER + BigInt((this.#acknowledged += 1)))
    const reason = this.rejectsNext
    this.rejectsNext = undefined
    if (reason !== undefined)
      this.#later(deps, () => this.#reject(deps, request, { orderId, reason }))
    else this.#later(deps, () => this.#place(deps, request, orderId))
    this.#linkIds.add(linkId)
    return orderId
  }

  /** Whether the cancel was taken: what the engine fills before it gets there stays filled. */
  cancel(deps: AnswerDeps, order: Order): boolean {
    if (!isOpen(order)) return false
    this.#later(deps, () => {
      if (isOpen(order)) cancelOrder(deps.spot, order)
    })
    return true
  }

  #later({ clock, events }: AnswerDeps, act: () => void): void {
    if (this.delayMs === 0) act()
    else clock.after(this.delayMs, () => events.after(act))
  }

  #place({ spot }: AnswerDeps, request: OrderRequest, orderId: string): void {
    try {
      this.#names.set(placeOrder(spot, request), orderId)
    } catch (error) {
      if (error instanceof Refusal) throw inBybitsWords(error, request)
      throw error
    }
  }

  #reject(
    { clock }: AnswerDeps,
    request: OrderRequest,
    { orderId, reason }: { orderId: string; reason: string },
  ): void {
    const now = clock.now()
    const rejected: Rejected = {
      ...request,
      id: 0,
      amount: request.amount ?? new Big(0),
      wantedCost: undefined,
      filled: new Big(0),
      cost: new Big(0),
      status: 'EXPIRED',
      createdAt: now,
      updatedAt: now,
      rejectReason: reason,
    }
    this.#rejected.push(rejected)
    this.#names.set(rejected, orderId)
  }

  idOf(order: Order): string {
    const known = this.#names.get(order)
    if (known !== undefined) return known
    // One of the owner's own.
    const orderId = String(FIRST_ORDER + BigInt(order.id))
    this.#names.set(order, orderId)
    return orderId
  }

  rejectReasonOf(order: Order): string | undefined {
    return this.#rejected.find((one) => one === order)?.rejectReason
  }

  /** All orders of an account, the newest first. */
  orders({ spot }: AnswerDeps, account: string): Order[] {
    const rejected = this.#rejected.filter((order) => order.account === account)
    return [...spot.store.list(account), ...rejected].toReversed()
  }

  /** Those that the list of open and just closed orders still tells of. */
  recent(deps: AnswerDeps, account: string): Order[] {
    const orders = this.orders(deps, account)
    const closed = orders.filter(
      (order) => !isOpen(order) && order.updatedAt.getTime() > this.#restartedAt,
    )
    const kept = new Set(closed.slice(0, KEPT_CLOSED))
    return orders.filter((order) => isOpen(order) || kept.has(order))
  }
}

/** Bybit's id of a fill. */
export function executionIdOf({ id }: Pick<Trade, 'id'>): string {
  return String(FIRST_EXECUTION + BigInt(id) * APART)
}
