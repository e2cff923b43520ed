import { card } from './card.js'
import { h } from './h.js'
import { keyView } from './key-view.js'
import { keyedList } from './keyed-list.js'
import { newKey } from './new-key.js'

/** @typedef {import('../exchange-state.ts').ExchangeState} ExchangeState */
/** @typedef {import('../exchange-state.ts').KeyState} Key */

/**
 * The API keys of the account and how to make one.
 *
 * @param {{ paste: (text: string) => void }} actions
 */
export function keysCard(actions) {
  const list = h('div', { class: 'keys' })
  const draw = keyedList(list, { key: (/** @type {Key} */ { apiKey }) => apiKey, create: keyView })
  const maker = newKey(actions)
  const node = card('API keys', {}, maker.node, list)
  return { node, show }

  /** @param {ExchangeState} exchange */
  function show({ keys }) {
    maker.show(keys)
    draw(keys.toReversed())
  }
}
