import { formatted } from './entities.js'
import { clockTime } from './format.js'
import { attachment } from './attachment.js'
import { h, prefersStillness } from './h.js'
import { icon } from './icons.js'
import { keyboardView, showWaiting } from './keyboard-view.js'

/**
 * @typedef {import('../chat-state.ts').PageMessage} PageMessage
 * @typedef {import('./chat-rows.js').MessageRow} MessageRow
 */

/** @type {('first' | 'last' | 'joins' | 'joined')[]} */
const PLACES = ['first', 'last', 'joins', 'joined']

/**
 * A message in the chat: bubble, files, buttons.
 *
 * @param {{ onCommand: (command: string) => void }} actions
 * @returns {import('./keyed-list.js').Row<MessageRow>}
 */
export function messageView(actions) {
  const bubble = h('div', { class: 'bubble' })
  const stack = h('div', { class: 'stack' }, bubble)
  const node = h('div', { class: 'row' }, stack)
  /** @type {PageMessage | undefined} */
  let shown
  let keys = ''

  return { node, update }

  /** @param {MessageRow} row */
  function update({ message, answered, waiting, ...place }) {
    const side = message.from === 'user' ? 'mine' : 'theirs'
    const places = PLACES.filter((name) => place[name])
    const look = ['row', side, ...places].join(' ')
    // Even an equal class makes the browser style the row again; there may be thousands.
    if (node.className !== look) node.className = look
    if (message !== shown) {
      if (message.screen) node.dataset.screen = message.screen
      if (shown && !prefersStillness()) bubble.animate([{ opacity: 0.4 }, { opacity: 1 }], 180)
      bubble.replaceChildren(...contentOf(message, answered, actions))
      updateKeys(message)
      shown = message
    }
    if (message.keyboard.length > 0) showWaiting(stack, waiting)
  }

  /** Buttons are made anew only if they changed; whoever was on one stays on the message's. */
  function updateKeys(/** @type {PageMessage} */ message) {
    const now = JSON.stringify(message.keyboard)
    if (now === keys) return
    keys = now
    const old = stack.querySelector('.keyboard')
    const focused = old?.contains(document.activeElement)
    old?.remove()
    stack.classList.toggle('with-keyboard', message.keyboard.length > 0)
    if (message.keyboard.length === 0) return
    stack.append(keyboardView(message))
    const first = stack.querySelector('.key')
    if (focused && first instanceof HTMLElement) first.focus({ preventScroll: true })
  }
}

/**
 * @param {PageMessage} message
 * @param {PageMessage | undefined} answered
 * @param {{ onCommand: (command: string) => void }} actions
 */
function contentOf(message, answered, actions) {
  const sender = message.from === 'user' ? 'You: ' : 'Undock: '
  const text = h('div', { class: 'text' }, formatted(message, actions), metaOf(message))
  const file = message.document ?? message.photo
  return [
    h('span', { class: 'unseen' }, sender),
    ...(answered ? [quote(answered)] : []),
    ...(file ? [attachment(message.id, file, message.photo !== undefined)] : []),
    text,
    ...(message.reaction ? [h('span', { class: 'reaction' }, message.reaction)] : []),
  ]
}

/** @param {PageMessage} message */
function metaOf({ date, editDate, from, pinned }) {
  const words = [pinned && '📌', editDate !== undefined && 'edited', clockTime(date)]
  return h(
    'span',
    { class: 'meta' },
    words.filter(Boolean).join(' '),
    from === 'user' && icon('read'),
  )
}

/** @param {PageMessage} answered */
function quote({ from, text }) {
  return h(
    'div',
    { class: 'quote' },
    h('b', {}, from === 'user' ? 'You' : 'Undock'),
    h('span', {}, text.split('\n')[0]),
  )
}
