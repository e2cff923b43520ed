import { composer } from './composer.js'
import { h } from './h.js'
import { messageList } from './message-list.js'
import { post } from './post.js'
import { tell } from './toast.js'

/** @typedef {import('./reduce.js').TabState} TabState */

/** @type {Record<string, string>} */
const ACTIONS = {
  typing: 'typing',
  upload_document: 'sending a file',
  upload_photo: 'sending a photo',
}

/** The left panel: the conversation with the bot. `fill` puts a text in the message box without sending it. */
export function createChat() {
  const status = h('span', { class: 'status' })
  const reset = h('button', { type: 'button', class: 'plain', onclick: startOver }, 'Start over')
  const list = messageList({ onCommand: (command) => void send(command) })
  const box = composer({ send })
  const welcome = welcomeCard()
  const node = h(
    'section',
    { class: 'chat', 'aria-label': 'Chat' },
    h(
      'header',
      { class: 'bar' },
      h('img', { class: 'avatar', src: '/page/icon.svg', alt: '' }),
      h('div', { class: 'who' }, h('h1', {}, 'Undock'), status),
      reset,
    ),
    h('div', { class: 'wallpaper' }, list.node, welcome),
    box.node,
  )
  /** @type {TabState | undefined} */
  let shown
  node.addEventListener('chosen', () => box.focus())
  return { node, show, fill: box.fill }

  /** @param {TabState} state */
  function show(state) {
    const { chat, live, action, canReset, waiting } = state
    const doing = action === '' ? 'bot' : `${ACTIONS[action] ?? 'working'}…`
    status.textContent = live ? doing : 'waiting for the playground…'
    status.classList.toggle('acting', live && action !== '')
    reset.hidden = !canReset
    welcome.hidden = chat.messages.length > 0
    // Prices move all the time; the chat is drawn only for what concerns it.
    if (chat === shown?.chat && waiting === shown.waiting) return
    shown = state
    list.show(state)
    box.show(state)
  }
}

/** @param {string} text @param {number} [replyTo] */
function send(text, replyTo) {
  return tell(post('/chat/send', { text, replyTo }))
}

function startOver() {
  void tell(post('/reset'))
}

function welcomeCard() {
  return h(
    'div',
    { class: 'welcome' },
    h('h2', {}, 'What can this bot do?'),
    h(
      'p',
      {},
      'Undock lets trading bots work on your exchange account, and gets you off it cleanly.',
    ),
    h(
      'p',
      {},
      'Here the money is play money and the exchange beside the chat is yours to disturb.',
    ),
  )
}
