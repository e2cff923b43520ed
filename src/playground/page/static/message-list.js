import { chatRows } from './chat-rows.js'
import { isLong, newer, newestOf, older } from './chat-window.js'
import { h, prefersStillness } from './h.js'
import { icon } from './icons.js'
import { keyedList } from './keyed-list.js'
import { messageView } from './message-view.js'

/**
 * @typedef {import('./chat-rows.js').ChatRow} ChatRow
 * @typedef {import('./chat-window.js').ChatWindow} ChatWindow
 * @typedef {import('./reduce.js').TabState} TabState
 */

const NEAR_END = 60
/** Pixels before an end at which more is drawn. */
const AHEAD = 1200
const RISE = [{ opacity: 0, translate: '0 8px' }, {}]

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
      onclick: goToEnd,
    },
    icon('down'),
    count,
  )
  const draw = keyedList(list, { key: (/** @type {ChatRow} */ row) => row.key, create, leave })
  /** @type {TabState | undefined} */
  let shown
  /** @type {ChatWindow} */
  let drawn = newestOf([])
  let rising = false
  let folding = false
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
    const begins = newest === 0 || messages.length === 0
    const fresh = messages.filter(({ id }) => id > newest)
    const mine = fresh.some(({ from }) => from === 'user')
    const follows = begins || mine || atEnd
    if (begins || (follows && (drawn.to !== Infinity || isLong(drawn, messages)))) {
      drawn = newestOf(messages)
    }
    rising = !begins && follows
    folding = true
    shown = state
    draw(chatRows(state, drawn))
    folding = false
    if (follows) scrollToEnd()
    else unread += fresh.length
    newest = messages.at(-1)?.id ?? 0
    showUnread()
  }

  /** Draws other messages; whatever is being read stays where it is. @param {ChatWindow} next */
  function move(next) {
    if (shown === undefined || next === drawn) return
    drawn = next
    rising = false
    const edge = scroller.getBoundingClientRect().top
    const read = [...list.children].find((node) => node.getBoundingClientRect().bottom > edge)
    const before = read?.getBoundingClientRect().top ?? 0
    // Whoever listens to the chat heard these long ago.
    list.setAttribute('aria-busy', 'true')
    draw(chatRows(shown, drawn))
    if (read?.isConnected) scroller.scrollTop += read.getBoundingClientRect().top - before
    top = scroller.scrollTop
    requestAnimationFrame(() => list.removeAttribute('aria-busy'))
  }

  /**
   * @param {ChatRow} row
   * @returns {import('./keyed-list.js').Row<any>}
   */
  function create(row) {
    if (row.kind === 'message') {
      const view = messageView(actions)
      if (rising && !prefersStillness()) view.node.animate(RISE, { duration: 200 })
      return view
    }
    const name = h('span', {}, row.name)
    return { node: h('div', { class: 'day' }, name), update: () => {} }
  }

  /** @param {HTMLElement} node */
  function leave(node) {
    if (folding && drawn.to === Infinity && node.checkVisibility()) fold(node)
    else node.remove()
  }

  function goToEnd() {
    if (shown && drawn.to !== Infinity) move(newestOf(shown.chat.messages))
    scrollToEnd()
  }

  function scrollToEnd() {
    scroller.scrollTop = scroller.scrollHeight
    atEnd = true
    unread = 0
    showUnread()
  }

  /** Only whoever scrolls up leaves the end: content that grows moves it away, too. */
  function noteScroll() {
    const below = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight
    const wentUp = scroller.scrollTop < top
    top = scroller.scrollTop
    atEnd = drawn.to === Infinity && (below < NEAR_END || (atEnd && !wentUp))
    if (atEnd) unread = 0
    showUnread()
    const messages = shown?.chat.messages ?? []
    if (wentUp && top < AHEAD) move(older(drawn, messages))
    else if (!wentUp && below < AHEAD) move(newer(drawn, messages))
  }

  function showUnread() {
    toEnd.classList.toggle('shown', !atEnd)
    count.textContent = unread === 0 ? '' : String(unread)
  }
}

/** A deleted message fades and folds away. @param {HTMLElement} node */
function fold(node) {
  if (prefersStillness()) return node.remove()
  const from = { height: `${node.offsetHeight}px`, opacity: 1 }
  node.classList.add('leaving')
  const folding = node.animate([from, { height: '0', opacity: 0, padding: '0' }], {
    duration: 220,
    easing: 'ease-in',
  })
  folding.addEventListener('finish', () => node.remove())
}
