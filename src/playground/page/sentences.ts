import { Big } from 'big.js'
import { exact } from '../../telegram/format.ts'
import type {
  ExchangeEvent,
  KeyState,
  OrderView,
  PaperExchange,
} from '../paper-exchange/paper-exchange.ts'

interface Deps {
  exchange: PaperExchange
  isOurs: (clientOrderId: string) => boolean
}

/** An event in the words of someone who watches; undefined for what the page shows elsewhere. */
export function sentenceOf(event: ExchangeEvent, deps: Deps): string | undefined {
  switch (event.kind) {
    case 'trade': {
      const { account, orderId, side, amount, price, symbol } = event
      const order = deps.exchange.orders(account).findLast(({ id }) => id === orderId)
      const [base, quote] = symbol.split('/')
      const did = side === 'buy' ? 'bought' : 'sold'
      return `${whose(order, deps)} ${did} ${exact(new Big(amount))} ${base} at ${exact(new Big(price))} ${quote}.`
    }
    case 'order':
      return orderSentence(event, deps)
    case 'key':
      return keySentence(event, deps.exchange)
    case 'maintenance':
      return event.on ? 'Maintenance began: nothing is answered.' : 'Maintenance is over.'
    case 'price':
    case 'balance':
    case 'reset':
    default:
      return undefined
  }
}

/** What became of an order; its fills are told as trades. */
function orderSentence(
  { account, orderId, status }: Extract<ExchangeEvent, { kind: 'order' }>,
  deps: Deps,
): string | undefined {
  const order = deps.exchange.orders(account).findLast(({ id }) => id === orderId)
  if (order === undefined) return undefined
  const { side, amount, price, symbol, filled } = order
  const [base, quote] = symbol.split('/')
  const at = price === undefined ? 'at market' : `at ${exact(price)} ${quote}`
  const what = `${side} ${exact(amount)} ${base} ${at}`
  const owner = deps.isOurs(order.clientOrderId) ? 'Undock’s' : 'Your'
  switch (status) {
    case 'NEW':
      return `${whose(order, deps)} placed an order: ${what}.`
    case 'EXPIRED_IN_MATCH':
      return `${owner} order was let go, for another one of yours would have met it: ${what}.`
    case 'CANCELED':
      return `${owner} order was cancelled: ${what}.`
    case 'EXPIRED':
      return filled.gt(0)
        ? `${owner} order filled in part, the rest was let go: ${what}.`
        : `${owner} order found no taker and was let go: ${what}.`
    case 'FILLED':
    case 'PARTIALLY_FILLED':
    default:
      return undefined
  }
}

function whose(order: OrderView | undefined, { isOurs }: Deps): string {
  return order !== undefined && isOurs(order.clientOrderId) ? 'Undock' : 'You'
}

const STATES = {
  active: 'works',
  deleted: 'was deleted',
  expired: 'has expired',
  'ip-blocked': 'no longer lets our address in',
  frozen: 'is frozen',
} satisfies Record<KeyState, string>

function keySentence(
  { apiKey, state, text }: Extract<ExchangeEvent, { kind: 'key' }>,
  exchange: PaperExchange,
): string {
  const key = exchange.keys().find((each) => each.apiKey === apiKey)
  if (key === undefined) return `${text}.`
  if (text.endsWith('created')) return `The key “${key.label}” was created.`
  if (!text.endsWith('rights')) return `The key “${key.label}” ${STATES[state]}.`
  const { trade, withdraw } = key.rights
  const may = ['read', ...(trade ? ['trade'] : []), ...(withdraw ? ['withdraw'] : [])]
  return `The key “${key.label}” may now ${may.join(', ').replace(/, (\w+)$/, ' and $1')}.`
}
