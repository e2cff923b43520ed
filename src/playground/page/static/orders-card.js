import { card, ownerChip, smallButton } from './card.js'
import { grouped } from './format.js'
import { h } from './h.js'
import { keyedList } from './keyed-list.js'
import { post } from './post.js'
import { tell } from './toast.js'

/** @typedef {import('../exchange-state.ts').ExchangeState} ExchangeState */
/** @typedef {import('../exchange-state.ts').OrderState} Order */

/** The resting orders, Undock's told apart from those of anyone else. */
export function ordersCard() {
  const count = h('span', { class: 'note' })
  const none = h('p', { class: 'hint' }, 'No order rests on the exchange.')
  const list = h('ul', { class: 'lines' })
  const draw = keyedList(list, {
    key: (/** @type {Order} */ { id }) => String(id),
    create: orderView,
  })
  return { node: card('Open orders', { note: count }, none, list), show }

  /** @param {ExchangeState} exchange */
  function show({ openOrders }) {
    const ours = openOrders.filter((order) => order.ours).length
    count.textContent =
      openOrders.length === 0 ? '' : `${ours} Undock’s · ${openOrders.length - ours} yours`
    none.hidden = openOrders.length > 0
    draw(openOrders.toReversed())
  }
}

function orderView() {
  const node = h('li', { class: 'line' })
  let shown = ''
  return { node, update }

  /** @param {Order} order */
  function update(order) {
    const now = JSON.stringify(order)
    if (now === shown) return
    shown = now
    const { id, ours, symbol, side, amount, price = '', filled } = order
    const [base, quote] = symbol.split('/')
    const part = Number(filled) > 0 ? ` (${grouped(filled)} filled)` : ''
    const cancel = smallButton('Cancel', () => void tell(post('/exchange/cancel', { orderId: id })))
    cancel.setAttribute('aria-label', `Cancel the order to ${side} ${amount} ${base}`)
    node.replaceChildren(
      ownerChip(ours),
      h('b', { class: side }, side),
      h(
        'span',
        { class: 'what' },
        `${grouped(amount)} ${base} at ${grouped(price)} ${quote}${part}`,
      ),
      ...(ours ? [] : [cancel]),
    )
  }
}
