import { createChat } from './chat-view.js'
import { connect } from './connection.js'
import { createExchange } from './exchange-view.js'
import { h } from './h.js'
import { reduce } from './reduce.js'
import { storyStrip } from './story-strip.js'
import { createTabs } from './tabs.js'
import { shelf } from './toast.js'
import { unreadInTitle } from './unread-in-title.js'

/**
 * @typedef {import('../changes.ts').Change} Change
 * @typedef {import('./reduce.js').TabState} TabState
 */

const titleCount = unreadInTitle()

/** How long a chat action is shown, and a tap waits; both as in Telegram. */
const ACTION_MS = 5000
const TAP_MS = 16_000

/** @type {TabState | undefined} */
let state
let drawing = false

const chat = createChat()
const exchange = createExchange({
  paste: (text) => {
    tabs.choose('chat')
    chat.fill(text)
  },
})
const tabs = createTabs({ chat: chat.node, exchange: exchange.node })
const strip = storyStrip()
const panels = h('main', { class: 'panels' }, chat.node, exchange.node, shelf)

connect({ onChange: apply, onLive: showLive })

/** @param {Change} change */
function apply(change) {
  state = reduce(state, change)
  if (change.type === 'message' && change.message.from === 'bot') {
    tabs.addUnread()
    titleCount.add()
  }
  if (change.type === 'tapped') later(TAP_MS, { type: 'answered', tapId: change.tapId })
  if (change.type === 'action' && change.action !== '') {
    later(ACTION_MS, { type: 'action', action: '' })
  }
  draw()
}

/**
 * @param {number} ms
 * @param {Change} change
 */
function later(ms, change) {
  setTimeout(() => apply(change), ms)
}

/** @param {boolean} live */
function showLive(live) {
  if (state === undefined) return
  state = { ...state, live }
  draw()
}

/** Draws once for all the changes of a frame. */
function draw() {
  if (drawing) return
  drawing = true
  requestAnimationFrame(() => {
    drawing = false
    if (state === undefined) return
    chat.show(state)
    exchange.show(state)
    strip.show(state)
    // Nothing is on the screen before it is whole, so nothing moves when the rest comes.
    document.querySelector('.opening')?.replaceWith(tabs.node, strip.node, panels)
  })
}
