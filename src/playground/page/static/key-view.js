import { chip, smallButton } from './card.js'
import { h } from './h.js'
import { post } from './post.js'
import { tell } from './toast.js'

/** @typedef {import('../exchange-state.ts').KeyState} Key */

/** @type {Record<Key['state'], [words: string, look: string]>} */
const STATES = {
  active: ['works', 'good'],
  deleted: ['deleted', 'bad'],
  expired: ['expired', 'bad'],
  'ip-blocked': ['address blocked', 'bad'],
  frozen: ['frozen', 'bad'],
}

/** One API key: what it may do, how it is, and what can be done to it. */
export function keyView() {
  const head = h('div', { class: 'key-head' })
  const may = h('div', { class: 'key-head' })
  const buttons = h('div', { class: 'key-buttons' })
  const node = h('article', { class: 'api-key' }, head, may, buttons)
  let shown = ''
  return { node, update }

  /** @param {Key} key */
  function update(key) {
    const now = JSON.stringify(key)
    if (now === shown) return
    shown = now
    const [words, look] = STATES[key.state]
    const { trade, withdraw, ipRestrict } = key.rights
    head.replaceChildren(
      h('b', {}, key.label),
      h('code', {}, `${key.apiKey.slice(0, 4)}…${key.apiKey.slice(-4)}`),
      chip(words, look),
    )
    may.replaceChildren(
      h('span', { class: 'note' }, 'Rights'),
      chip('read', 'right'),
      ...(trade ? [chip('trade', 'right')] : []),
      ...(withdraw ? [chip('withdraw', 'warn')] : []),
      ...(ipRestrict ? [chip('fixed address', 'right')] : []),
    )
    keepingFocus(buttons, () => buttons.replaceChildren(...buttonsOf(key)))
  }
}

/** @param {Key} key */
function buttonsOf({ apiKey, state, rights }) {
  const act = (/** @type {string} */ action) => () =>
    void tell(post('/exchange/key-state', { apiKey, action }))
  if (state !== 'active') return [smallButton('Restore', act('restore'))]
  return [
    smallButton('Delete the key', act('delete'), 'danger'),
    rights.trade
      ? smallButton('Remove trading right', act('trade-off'))
      : smallButton('Give trading right back', act('trade-on')),
    rights.withdraw
      ? smallButton('Switch withdraw right off', act('withdraw-off'))
      : smallButton('Switch withdraw right on', act('withdraw-on')),
    smallButton('Block our address', act('block-address')),
    smallButton('Let it expire', act('expire')),
  ]
}

/** Whoever was on the third button is on the new third one, or on the first. @param {Element} place @param {() => void} change */
function keepingFocus(place, change) {
  const at = [...place.children].indexOf(document.activeElement ?? place)
  change()
  const next = place.children[at] ?? place.firstElementChild
  if (at >= 0 && next instanceof HTMLElement) next.focus()
}
