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
/** Messages that are drawn at first, and as many more each time the top comes near. */
const BATCH = 60
const NEAR_TOP = 800

/**
 * The messages, and the scroll position a reader expects: at the end it stays at the end, further up it stays put
 * and new messages are counted. The newest are drawn at once, older ones when they are scrolled to.
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
  /** @type {TabState | undefined} */
  let shown
  /** The oldest message that is drawn. */
  let from = 0
  let settled = false
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
    if (newest === 0 || messages.length === 0) begin(messages)
    settled = newest > 0
    shown = state
    draw(chatRows(state, from))
    const fresh = messages.filter(({ id }) => id > newest)
    const mine = fresh.some(({ from }) => from === 'user')
    if (newest === 0 || mine || atEnd) scrollToEnd()
    else unread += fresh.length
    newest = Math.max(newest, ...fresh.map(({ id }) => id))
    showUnread()
  }

  /** @param {{ id: number }[]} messages */
  function begin(messages) {
    from = messages.at(-BATCH)?.id ?? 0
    newest = 0
    unread = 0
    atEnd = true
  }

  /** What is read stays where it is. */
  function drawOlder() {
    const messages = shown?.chat.messages ?? []
    const at = messages.findIndex(({ id }) => id >= from)
    if (shown === undefined || at <= 0) return
    const belowTop = scroller.scrollHeight - scroller.scrollTop
    from = at <= BATCH ? 0 : (messages[at - BATCH]?.id ?? 0)
    settled = false
    // Whoever listens to the chat heard these long ago.
    list.setAttribute('aria-busy', 'true')
    draw(chatRows(shown, from))
    scroller.scrollTop = scroller.scrollHeight - belowTop
    requestAnimationFrame(() => list.removeAttribute('aria-busy'))
  }

  /**
   * @param {ChatRow} row
   * @returns {import('./keyed-list.js').Row<any>}
   */
  function create(row) {
    if (row.kind === 'message') {
      const view = messageView(actions)
      if (settled && !prefersStillness())
        view.node.animate(RISE, { duration: 200, easing: 'ease-out' })
      return view
    }
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
    if (top < NEAR_TOP) drawOlder()
  }

  function showUnread() {
    toEnd.classList.toggle('shown', !atEnd)
    count.textContent = unread === 0 ? '' : String(unread)
  }
}

const RISE = [{ opacity: 0, translate: '0 8px' }, {}]

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
