import { card } from './card.js'
import { exactTime } from './format.js'
import { h } from './h.js'
import { keyedList } from './keyed-list.js'

/** @typedef {import('../exchange-state.ts').ExchangeState} ExchangeState */
/** @typedef {import('../happenings.ts').Happening} Happening */

/** What happened lately, newest first. */
export function happeningsCard() {
  const none = h('p', { class: 'hint' }, 'Nothing yet. Push a price, or create an API key.')
  const list = h('ul', { class: 'lines bounded', tabindex: 0, 'aria-label': 'What happened' })
  const draw = keyedList(list, {
    key: (/** @type {Happening} */ { id }) => String(id),
    create: happeningView,
  })
  return { node: card('What happened', {}, none, list), show }

  /** @param {ExchangeState} exchange */
  function show({ happenings }) {
    none.hidden = happenings.length > 0
    list.hidden = happenings.length === 0
    draw(happenings)
  }
}

function happeningView() {
  const node = h('li', { class: 'line' })
  return { node, update }

  /** @param {Happening} happening */
  function update({ at, text }) {
    if (node.firstChild) return
    node.append(h('span', { class: 'what' }, text), h('time', { datetime: at }, exactTime(at)))
  }
}
