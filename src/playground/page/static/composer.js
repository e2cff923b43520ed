import { attachButton } from './attach-button.js'
import { commandMenu } from './command-menu.js'
import { h } from './h.js'
import { icon } from './icons.js'

/**
 * @typedef {import('../chat-state.ts').PageMessage} PageMessage
 * @typedef {import('./reduce.js').TabState} TabState
 */

/**
 * Where the visitor writes. An empty chat has a `Start` button instead, as in Telegram.
 *
 * @typedef {object} Actions
 * @property {(text: string, replyTo?: number) => Promise<boolean>} send
 * @property {(file: File) => Promise<boolean>} sendFile
 *
 * @param {Actions} actions
 */
export function composer({ send, sendFile }) {
  const box = h('textarea', { id: 'message', rows: 1, placeholder: 'Message', oninput: grow })
  const menu = commandMenu({ box, send: (text) => void write(text) })
  const sendButton = h('button', { class: 'send', 'aria-label': 'Send' }, icon('send'))
  const reply = h('p', { class: 'replying' })
  const form = h(
    'form',
    { class: 'composer', onsubmit: submit },
    menu.button,
    h('label', { class: 'unseen', for: 'message' }, 'Message'),
    box,
    ...attachButton(sendFile),
    sendButton,
  )
  const start = h(
    'button',
    { type: 'button', class: 'start', onclick: () => void send('/start') },
    'Start',
  )
  const node = h('footer', { class: 'foot' }, menu.list, reply, form, start)
  /** @type {PageMessage | undefined} */
  let asking
  box.addEventListener('keydown', onKey)
  return { node, show, fill, focus: focusIfRoomy }

  /** @param {TabState} state */
  function show({ chat: { messages, commands } }) {
    const fresh = messages.length === 0 && box.value === ''
    start.hidden = !fresh
    form.hidden = fresh
    menu.setCommands(commands)
    const newest = messages.at(-1)
    asking = newest?.forceReply ? newest : undefined
    box.placeholder = asking?.forceReply?.placeholder || 'Message'
    reply.hidden = asking === undefined
    reply.replaceChildren(icon('reply'), asking?.text.split('\n')[0] ?? '')
  }

  /** Puts a text in the box and leaves it to be sent. @param {string} text */
  function fill(text) {
    start.hidden = true
    form.hidden = false
    box.value = text
    grow()
    box.focus()
  }

  /** What could not be sent comes back. @param {string} text */
  async function write(text) {
    if (text.trim() === '') return
    box.value = ''
    grow()
    const sent = await send(text.trim(), asking?.id)
    if (!sent && box.value === '') fill(text)
  }

  /** @param {Event} event */
  function submit(event) {
    event.preventDefault()
    void write(box.value)
    box.focus()
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (menu.onKey(event) || event.isComposing) return
    if (event.key !== 'Enter' || event.shiftKey) return
    event.preventDefault()
    void write(box.value)
  }

  function grow() {
    box.style.height = 'auto'
    box.style.height = `${Math.min(box.scrollHeight, 160)}px`
    menu.refresh()
  }

  /** Not on a phone, where focus opens the keyboard over half the chat. */
  function focusIfRoomy() {
    if (matchMedia('(min-width: 800px)').matches) box.focus()
  }
}
