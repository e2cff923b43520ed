import { EXCHANGE_FACTS } from '../../exchange/adapters/registry.ts'
import { getKey } from '../../keys/key-repo.ts'
import { listLeftOrders } from '../../trading/left-order-repo.ts'
import type { Deps } from '../deps.ts'
import { baseOf, capped, quoteOf } from '../disconnect/exit-words.ts'
import { exact, price } from '../format.ts'
import { BLANK, button, lines, link, type View } from '../view.ts'
import type { Words } from '../words.ts'

/** The open orders of removed bots; undefined when there are none left. */
export async function leftOrdersOf(
  { db }: Deps,
  words: Words,
  keyId: string,
): Promise<View | undefined> {
  const { label, tail, status, exchange } = await getKey(db, keyId)
  const orders = await listLeftOrders(db, keyId)
  if (status !== 'linked' || orders.length === 0) return undefined
  const { left: w, orders: ordered } = words.notices.bots
  const { name, keyPage } = EXCHANGE_FACTS[exchange]
  const linesOf = orders.map(({ side, symbol, amount, filled, price: limit }) => {
    const coins = `${exact(amount.minus(filled))} ${baseOf(symbol)}`
    return ordered.line(ordered.ended(side, coins, `${price(limit)} ${quoteOf(symbol)}`))
  })
  return {
    kind: 'left-orders',
    text: lines(
      w.headline(label, tail, orders.length),
      ...capped(words, linesOf),
      BLANK,
      w.mayFill(orders.length),
      w.next(name),
    ),
    keyboard: [
      [button(w.cancel, `left:${keyId}:cancel`, 'primary')],
      [link(words.notices.keys.open(name), keyPage)],
    ],
  }
}
