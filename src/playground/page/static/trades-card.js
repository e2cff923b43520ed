import { card, ownerChip } from './card.js'
import { exactTime, grouped } from './format.js'
import { h } from './h.js'
import { keyedList } from './keyed-list.js'

/** @typedef {import('../exchange-state.ts').ExchangeState} ExchangeState */
/** @typedef {import('../exchange-state.ts').TradeState} Trade */

/** The last fills, newest first. */
export function tradesCard() {
  const none = h('p', { class: 'hint' }, 'Nothing was traded yet.')
  const list = h('ul', { class: 'lines bounded', tabindex: 0, 'aria-label': 'Trades' })
  const draw = keyedList(list, {
    key: (/** @type {Trade} */ { id }) => String(id),
    create: tradeView,
  })
  return { node: card('Trades', {}, none, list), show }

  /** @param {ExchangeState} exchange */
  function show({ trades }) {
    none.hidden = trades.length > 0
    list.hidden = trades.length === 0
    draw(trades)
  }
}

function tradeView() {
  const node = h('li', { class: 'line' })
  return { node, update }

  /** A trade never changes once it is made. @param {Trade} trade */
  function update({ ours, side, amount, price, symbol, at }) {
    if (node.firstChild) return
    const [base, quote] = symbol.split('/')
    node.append(
      ownerChip(ours),
      h('b', { class: side }, side),
      h('span', { class: 'what' }, `${grouped(amount)} ${base} at ${grouped(price)} ${quote}`),
      h('time', { datetime: at }, exactTime(at)),
    )
  }
}
