import { chatRows } from './chat-rows.js'
import { h, prefersStillness } from './h.js'
import { icon } from './icons.js'
import { keyedList } from './keyed-list.js'
import { messageView } from './message-view.js'

/**
 * @typedef {import('./chat-rows.js').ChatRow} ChatRow
 * @typedef {import('./reduce.js').TabState} TabState
 */

const NEAR = 60

/**
 * The messages, and the scroll position a reader expects: at the end it stays at the end, further up it stays put
 * and new messages are counted.
 *
 * @param {{ onCommand: (command: string) => void }} actions
 */
export function messageList(actions) {
  const list = h('div', { class: 'messages', role: 'log', 'aria-label': 'Chat with Undock' })
  const scroller = h('div', { class: 'scroller', tabindex: 0, onscroll: noteScroll }, list)
  const count = h('span', { class: 'unread' })
  const toEnd = h(
    'button',
    {
      type: 'button',
      class: 'to-end',
      'aria-label': 'To the newest message',
      onclick: scrollToEnd,
    },
    icon('down'),
    count,
  )
  const draw = keyedList(list, { key: (/** @type {ChatRow} */ row) => row.key, create, leave })
  let atEnd = true
  let top = 0
  let newest = 0
  let unread = 0

  // Pictures that arrive and keyboards that open must not push the end out of sight.
  new ResizeObserver(() => atEnd && scrollToEnd()).observe(list)
  new ResizeObserver(() => atEnd && scrollToEnd()).observe(scroller)
  return { node: h('div', { class: 'history' }, scroller, toEnd), show }

  /** @param {TabState} state */
  function show(state) {
    const { messages } = state.chat
    list.classList.toggle('settled', newest > 0)
    draw(chatRows(state))
    const fresh = messages.filter(({ id }) => id > newest)
    const mine = fresh.some(({ from }) => from === 'user')
    if (newest === 0 || mine || atEnd) scrollToEnd()
    else unread += fresh.length
    newest = Math.max(newest, ...fresh.map(({ id }) => id))
    showUnread()
  }

  /**
   * @param {ChatRow} row
   * @returns {import('./keyed-list.js').Row<any>}
   */
  function create(row) {
    if (row.kind === 'message') return messageView(actions)
    const name = h('span', {}, row.name)
    return { node: h('div', { class: 'day' }, name), update: () => {} }
  }

  function scrollToEnd() {
    scroller.scrollTop = scroller.scrollHeight
    atEnd = true
    unread = 0
    showUnread()
  }

  /** Only whoever scrolls up leaves the end: content that grows moves it away, too. */
  function noteScroll() {
    const near = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR
    const wentUp = scroller.scrollTop < top
    top = scroller.scrollTop
    atEnd = near || (atEnd && !wentUp)
    if (atEnd) unread = 0
    showUnread()
  }

  function showUnread() {
    toEnd.classList.toggle('shown', !atEnd)
    count.textContent = unread === 0 ? '' : String(unread)
  }
}

/** A deleted message fades and folds away. @param {HTMLElement} node */
function leave(node) {
  if (prefersStillness()) return node.remove()
  const from = { height: `${node.offsetHeight}px`, opacity: 1 }
  node.classList.add('leaving')
  const folding = node.animate([from, { height: '0', opacity: 0, padding: '0' }], {
    duration: 220,
    easing: 'ease-in',
  })
  folding.addEventListener('finish', () => node.remove())
}
