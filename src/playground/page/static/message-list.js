import { chatRows } from './chat-rows.js'
import { isLong, newer, newestOf, older } from './chat-window.js'
import { h } from './h.js'
import { icon } from './icons.js'
import { keyedList } from './keyed-list.js'
import { messageView } from './message-view.js'
import { fold, rise } from './motion.js'
import { keepingPlace } from './place.js'
import { unreadMark } from './unread-mark.js'

/**
 * @typedef {import('./chat-rows.js').ChatRow} ChatRow
 * @typedef {import('./chat-window.js').ChatWindow} ChatWindow
 * @typedef {import('./reduce.js').TabState} TabState
 */

const NEAR_END = 60
/** Pixels before an end at which more is drawn. */
const AHEAD = 1200
/** Pixels above the line of what is unread. */
const LINE_SPACE = 8

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
  let away = false
  const mark = unreadMark()

  // Pictures that arrive and keyboards that open must not push the end out of sight.
  new ResizeObserver(() => atEnd && scrollToEnd()).observe(list)
  new ResizeObserver(() => atEnd && scrollToEnd()).observe(scroller)
  // Nothing is drawn while another tab of the browser is in front; what came is drawn just before `arrive`.
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) away = true
    else requestAnimationFrame(arrive)
  })
  return { node: h('div', { class: 'history' }, scroller, toEnd), show, arrive }

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
    if (begins || mine || Object.keys(state.waiting).length > 0) mark.answered()
    else if (!atEnd || !looking()) mark.add(fresh)
    rising = !begins && follows
    folding = true
    shown = state
    draw(chatRows(state, drawn, mark.first))
    folding = false
    if (follows) scrollToEnd()
    newest = messages.at(-1)?.id ?? 0
    showUnread()
  }

  /** The visitor is back from another tab: what came meanwhile begins at its line. */
  function arrive() {
    away = false
    const line = list.querySelector('.unread-line')
    if (mark.count === 0 || !(line instanceof HTMLElement)) return
    scroller.scrollTop = line.offsetTop - LINE_SPACE
    top = scroller.scrollTop
    atEnd = below() < NEAR_END
    if (atEnd) mark.read()
    showUnread()
  }

  function looking() {
    return !away && scroller.checkVisibility()
  }

  function below() {
    return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight
  }

  /** Draws more at one end, until that is out of the reader's reach. @param {typeof older} how older or newer */
  function extend(how) {
    const next = how(drawn, shown?.chat.messages ?? [])
    if (next === drawn) return
    move(next)
    // Whoever was faster stands at the end of what is drawn, where no scrolling tells of more.
    requestAnimationFrame(() => {
      if ((how === older ? scroller.scrollTop : below()) < AHEAD) extend(how)
    })
  }

  /** Draws other messages; whatever is being read stays where it is. @param {ChatWindow} next */
  function move(next) {
    if (shown === undefined) return
    drawn = next
    rising = false
    const rows = chatRows(shown, drawn, mark.first)
    // Whoever listens to the chat heard these long ago.
    list.setAttribute('aria-busy', 'true')
    keepingPlace(scroller, list, () => draw(rows))
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
      if (rising) rise(view.node)
      return view
    }
    if (row.kind === 'unread') {
      return { node: h('p', { class: 'unread-line' }, 'Unread messages'), update: () => {} }
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
    if (looking()) mark.read()
    showUnread()
  }

  /** Only whoever scrolls up leaves the end: content that grows moves it away, too. */
  function noteScroll() {
    const moved = scroller.scrollTop - top
    const wentUp = moved < 0
    top = scroller.scrollTop
    atEnd = drawn.to === Infinity && (below() < NEAR_END || (atEnd && !wentUp))
    if (atEnd && looking()) mark.read()
    showUnread()
    if (wentUp && top < AHEAD) extend(older)
    else if (moved > 0 && below() < AHEAD) extend(newer)
  }

  function showUnread() {
    toEnd.classList.toggle('shown', !atEnd)
    count.textContent = mark.count === 0 ? '' : String(mark.count)
  }
}
