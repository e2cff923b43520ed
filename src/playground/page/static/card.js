import { h } from './h.js'

/**
 * One part of the exchange panel with its heading; `note` stands small beside it.
 *
 * @param {string} title
 * @param {{ note?: Node, class?: string }} look
 * @param {...(Node | string)} children
 */
export function card(title, { note, class: name = '' }, ...children) {
  const heading = h('header', {}, h('h2', {}, title), note)
  return h('section', { class: `card ${name}`, 'aria-label': title }, heading, ...children)
}

/**
 * A small button.
 *
 * @param {string} label
 * @param {() => void} act
 * @param {string} [look] such as `danger`
 */
export function smallButton(label, act, look = '') {
  return h('button', { type: 'button', class: `small ${look}`, onclick: act }, label)
}

/** A word with a colour of its own. @param {string} text @param {string} look */
export function chip(text, look) {
  return h('span', { class: `chip ${look}` }, text)
}

/** `Undock` or `yours`, for orders and trades. @param {boolean} ours */
export function ownerChip(ours) {
  return ours ? chip('Undock', 'ours') : chip('yours', 'byhand')
}
