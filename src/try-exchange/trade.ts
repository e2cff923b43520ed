import type { Big } from 'big.js'
import type { ExchangeOrder } from '../exchange/exchange.ts'
import { ExchangeError } from '../exchange/exchange-error.ts'
import { sleep } from '../lib/sleep.ts'
import { faultsOf } from './faults-of.ts'
import { placeTestOrder, type Placing } from './place-test-order.ts'
import type { PlannedOrder } from './plan-order.ts'

/** What a test trade needs. */
export interface Trading extends Placing {
  /** Aborted when the person wants to stop: nothing more is placed. */
  stop: AbortSignal
}

const LOOKS = 5

/** Places an order far from the price, looks at it from all sides, cancels it, and sends an IOC that can't fill. */
export async function tryTrading(trading: Trading): Promise<void> {
  const { exchange, ask, plan, stop } = trading
  const { symbol } = plan.market
  const resting = await placeTestOrder(trading, 'GTC', 'an order far below the price', (order) =>
    faultsOf(
      [order.status !== 'open', `it reads as ${order.status} instead of open`],
      [!order.filled.eq(0), 'it reads as partly filled'],
    ),
  )
  if (resting === undefined || stop.aborted) return
  const ref = { symbol, clientOrderId: resting.clientOrderId }
  const { id = '' } = resting
  const isThere = (order: ExchangeOrder | undefined) => faultsOfOrder(order, plan)

  await ask({ name: 'the order by our id' }, async () =>
    isThere(await soon(trading, () => exchange.findOrder(ref))),
  )
  await ask({ name: "the order by the exchange's id" }, async () => {
    const found = await soon(trading, () => exchange.findOrderById(symbol, id))
    if (found?.order === 'unreadable') return ["the order can't be read"]
    return [
      ...isThere(found?.order),
      ...faultsOf([
        found !== undefined && found.clientOrderId !== ref.clientOrderId,
        'our id is not on it',
      ]),
    ]
  })
  for (const symbols of exchange.listsAllOrders ? [[symbol], undefined] : [[symbol]]) {
    await ask(
      { name: symbols ? 'the order in the list of its symbol' : 'the order in the list of all' },
      async () => {
        const row = await soon(trading, async () => {
          const { rows } = await exchange.fetchOpenOrders(symbols)
          return rows.find(({ clientOrderId }) => clientOrderId === ref.clientOrderId)
        })
        return faultsOf(
          [row === undefined, 'it is not in the list under our id'],
          [row?.order === 'unreadable', "its row can't be read"],
        )
      },
    )
  }
  await ask({ name: 'fills of the order', refused: true }, async () => {
    const fills = await exchange.fetchOrderFills(symbol, id)
    return faultsOf([fills.length > 0, 'it has fills'])
  })
  await ask({ name: 'cancelling it' }, async () => {
    const { status } = await exchange.cancelOrder(ref)
    resting.isOver = status !== 'open'
    return faultsOf([status !== 'cancelled', `it reads as ${status} instead of cancelled`])
  })
  await ask({ name: 'cancelling it again', refused: true }, async () => {
    const code = await exchange.cancelOrder(ref).then(
      ({ status }) => `an order that is ${status}`,
      (error: unknown) => (error instanceof ExchangeError ? error.code : 'another error'),
    )
    return faultsOf([code !== 'order-not-found', `${code} instead of order-not-found`])
  })
  if (stop.aborted) return
  await placeTestOrder(trading, 'IOC', "an IOC that can't fill", async (order) => {
    const ended = await soon(trading, async () => {
      const found =
        order.status === 'open'
          ? await exchange.findOrder({ ...ref, clientOrderId: order.clientOrderId })
          : order
      return found?.status === 'open' ? undefined : found
    })
    const ioc = trading.sent.at(-1)
    if (ioc !== undefined && ended !== undefined) ioc.isOver = true
    return faultsOf(
      [ended === undefined, 'it does not end'],
      [
        ended !== undefined && ended.status !== 'cancelled',
        `it reads as ${ended?.status} instead of cancelled`,
      ],
      [ended?.filled.gt(0) === true, 'it reads as filled'],
    )
  })
}

function faultsOfOrder(
  order: ExchangeOrder | undefined,
  { price, amount }: PlannedOrder,
): string[] {
  if (order === undefined) return ['it is not found']
  const isSame = (one: Big, other: Big) => one.eq(other)
  return faultsOf(
    [order.status !== 'open', `it reads as ${order.status} instead of open`],
    [!isSame(order.price, price), 'its price is not the one that was sent'],
    [!isSame(order.amount, amount), 'its amount is not the one that was sent'],
    [!order.filled.eq(0), 'it reads as partly filled'],
    [order.side !== 'buy', 'it reads as a sale'],
  )
}

/** Some exchanges show an order a moment after they have taken it. */
async function soon<T>(
  { clock, stop }: Pick<Trading, 'clock' | 'stop'>,
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  for (let looks = 1; looks < LOOKS; looks += 1) {
    const found = await look()
    if (found !== undefined || stop.aborted) return found
    await sleep(clock, 1, stop)
  }
  return look()
}
