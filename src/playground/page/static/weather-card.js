import { card } from './card.js'
import { h } from './h.js'
import { post } from './post.js'
import { tell } from './toast.js'

/** @typedef {import('../exchange-state.ts').ExchangeState} ExchangeState */

const DELAYS = [0, 1000, 5000, 20_000]

/** What befalls an exchange as a whole: maintenance and a slow network. */
export function weatherCard() {
  const maintenance = h('input', { type: 'checkbox', role: 'switch', onchange: setMaintenance })
  const latency = h('select', { onchange: setLatency }, ...DELAYS.map(delayOption))
  const node = card(
    'Bad weather',
    {},
    h('label', { class: 'switch' }, h('span', {}, 'Maintenance: nothing is answered'), maintenance),
    h('label', { class: 'switch' }, h('span', {}, 'Every answer comes later by'), latency),
  )
  return { node, show }

  /** @param {ExchangeState} exchange */
  function show(exchange) {
    maintenance.checked = exchange.maintenance
    // An open list would jump if it were set again and again.
    if (latency.value !== String(exchange.latency)) latency.value = String(exchange.latency)
  }

  function setMaintenance() {
    void tell(post('/exchange/maintenance', { on: maintenance.checked }))
  }

  function setLatency() {
    void tell(post('/exchange/latency', { ms: Number(latency.value) }))
  }
}

/** @param {number} ms */
function delayOption(ms) {
  return h('option', { value: ms }, ms === 0 ? 'nothing' : `${ms / 1000} s`)
}
