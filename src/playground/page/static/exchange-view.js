import { balancesCard } from './balances-card.js'
import { chip } from './card.js'
import { h } from './h.js'
import { handOrderCard } from './hand-order-card.js'
import { happeningsCard } from './happenings-card.js'
import { keysCard } from './keys-card.js'
import { ordersCard } from './orders-card.js'
import { pricesCard } from './prices-card.js'
import { tradesCard } from './trades-card.js'
import { weatherCard } from './weather-card.js'

/** @typedef {import('./reduce.js').TabState} TabState */

/**
 * The right panel: the exchange, in the visitor's hand.
 *
 * @param {{ paste: (text: string) => void }} actions
 */
export function createExchange({ paste }) {
  const left = [keysCard({ paste }), balancesCard(), ordersCard(), tradesCard()]
  const right = [pricesCard(), handOrderCard(), weatherCard(), happeningsCard()]
  const latest = h('p', { class: 'latest', role: 'status' })
  const health = h('span', { class: 'health' })
  const node = h(
    'section',
    { class: 'exchange', 'aria-label': 'Exchange' },
    h(
      'header',
      { class: 'bar' },
      h('div', { class: 'who' }, h('h1', {}, 'Paper exchange'), latest),
      health,
    ),
    h(
      'div',
      { class: 'cards', tabindex: 0, role: 'group', 'aria-label': 'Parts of the exchange' },
      h('div', { class: 'column' }, ...left.map((part) => part.node)),
      h('div', { class: 'column' }, ...right.map((part) => part.node)),
    ),
  )
  let said = ''
  /** @type {import('../exchange-state.ts').ExchangeState | undefined} */
  let shown
  return { node, show }

  /** @param {TabState} state */
  function show({ exchange, lines }) {
    if (exchange === shown) return
    shown = exchange
    for (const part of [...left, ...right]) part.show(exchange, lines)
    const now =
      exchange.happenings[0]?.text ?? 'Play money, moving prices, your hand on everything.'
    if (now !== said) latest.textContent = now
    said = now
    health.replaceChildren(healthChip(exchange))
  }
}

/** @param {import('../exchange-state.ts').ExchangeState} exchange */
function healthChip({ maintenance, latency }) {
  if (maintenance) return chip('maintenance', 'bad')
  return latency > 0 ? chip('slow', 'warn') : chip('open', 'good')
}
