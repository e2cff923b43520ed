import { card } from './card.js'
import { h } from './h.js'
import { post } from './post.js'
import { tell } from './toast.js'

/** @typedef {import('../exchange-state.ts').ExchangeState} ExchangeState */
/** @typedef {import('../exchange-state.ts').SymbolState} Market */

const ABOUT_USDT = 100
const AWAY = { buy: 0.95, sell: 1.05 }

/** An order of the visitor's own, which Undock must never touch. */
export function handOrderCard() {
  const symbol = h('select', { onchange: suggest })
  const side = h('select', { onchange: suggest }, option('buy', 'Buy'), option('sell', 'Sell'))
  const amount = h('input', { inputmode: 'decimal', required: true, autocomplete: 'off' })
  const price = h('input', { inputmode: 'decimal', placeholder: 'at market', autocomplete: 'off' })
  const form = h(
    'form',
    { class: 'hand-order', onsubmit: submit },
    field('Market', symbol),
    field('Side', side),
    field('Amount', amount),
    field('Price', price),
    h('button', { class: 'primary' }, 'Place the order'),
  )
  /** @type {readonly Market[]} */
  let markets = []
  return { node: card('Place an order by hand', {}, form), show }

  /** @param {ExchangeState} exchange */
  function show({ symbols }) {
    markets = symbols
    if (symbol.options.length > 0) return
    symbol.append(...symbols.map((market) => option(market.symbol, market.symbol)))
    suggest()
  }

  /** Something that fits the market and rests a little away from its price. */
  function suggest() {
    const market = markets.find((each) => each.symbol === symbol.value)
    if (market === undefined) return
    const wanted = Number(market.price) * (side.value === 'buy' ? AWAY.buy : AWAY.sell)
    price.value = fitted(wanted, market.tickSize)
    const quote = markets.find((each) => each.symbol === `${market.quote}/USDT`)
    const worth = ABOUT_USDT / Number(quote?.price ?? 1)
    amount.value = fitted(worth / wanted, market.stepSize)
  }

  /** @param {Event} event */
  function submit(event) {
    event.preventDefault()
    void tell(place())
  }

  async function place() {
    const limit = price.value.trim() === '' ? {} : { price: price.value }
    const order = { symbol: symbol.value, side: side.value, amount: amount.value, ...limit }
    await post('/exchange/order', order)
  }
}

/** @param {string} name @param {HTMLElement} input */
function field(name, input) {
  return h('label', {}, h('span', {}, name), input)
}

/** @param {string} value @param {string} words */
function option(value, words) {
  return h('option', { value }, words)
}

/** `value` in whole steps, in as many decimals as a step has. @param {number} value @param {string} step */
function fitted(value, step) {
  const decimals = step.split('.')[1]?.length ?? 0
  return (Math.max(1, Math.round(value / Number(step))) * Number(step)).toFixed(decimals)
}
