import { base64Of } from './attach-button.js'
import { composer } from './composer.js'
import { h } from './h.js'
import { messageList } from './message-list.js'
import { post } from './post.js'
import { themeButton } from './theme.js'
import { tell } from './toast.js'
import { welcome } from './welcome.js'

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
  const reset = h(
    'button',
    { type: 'button', class: 'plain', onclick: () => void startOver() },
    'Start over',
  )
  const theme = themeButton()
  const list = messageList({ onCommand: (command) => void send(command) })
  const box = composer({ send, sendFile })
  const greeting = welcome()
  const node = h(
    'section',
    { class: 'chat', 'aria-label': 'Chat' },
    h(
      'header',
      { class: 'bar' },
      h('img', { class: 'avatar', src: '/page/icon.svg', alt: '' }),
      h('div', { class: 'who' }, h('h1', {}, 'Undock'), status),
      reset,
      theme,
    ),
    h('div', { class: 'wallpaper' }, list.node, greeting.node),
    box.node,
  )
  /** @type {TabState | undefined} */
  let shown
  node.addEventListener('chosen', () => {
    list.arrive()
    box.focus()
  })
  return { node, show, fill: box.fill }

  /** @param {TabState} state */
  function show(state) {
    const { chat, live, action, canReset, waiting } = state
    const doing = action === '' ? 'bot' : `${ACTIONS[action] ?? 'working'}…`
    status.textContent = live ? doing : 'waiting for the playground…'
    status.classList.toggle('acting', live && action !== '')
    reset.hidden = !canReset
    greeting.show(state)
    // Prices move all the time; the chat is drawn only for what concerns it.
    if (chat === shown?.chat && waiting === shown.waiting) return
    shown = state
    list.show(state)
    box.show(state)
  }

  async function startOver() {
    reset.disabled = true
    await tell(post('/reset'))
    reset.disabled = false
  }
}

/** @param {string} text @param {number} [replyTo] */
function send(text, replyTo) {
  return tell(post('/chat/send', { text, replyTo }))
}

/** @param {File} file */
async function sendFile(file) {
  return tell(post('/chat/send-file', { name: file.name, base64: await base64Of(file) }))
}
