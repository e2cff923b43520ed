import { safeUrl } from './entities.js'
import { h } from './h.js'
import { icon } from './icons.js'
import { post } from './post.js'
import { alertBox, copy, tell, toast } from './toast.js'

/** @typedef {import('../chat-state.ts').PageMessage['keyboard'][number][number]} Button */

/**
 * The buttons under a message.
 *
 * @param {{ id: number, keyboard: Button[][] }} message
 */
export function keyboardView({ id, keyboard }) {
  const rows = keyboard.map((row) =>
    h('div', { class: 'keys-row' }, ...row.map((button) => keyOf(button, id))),
  )
  return h('div', { class: 'keyboard' }, ...rows)
}

/**
 * Marks the buttons whose taps wait for the bot.
 *
 * @param {Element} place around them
 * @param {Set<string>} waiting their data
 */
export function showWaiting(place, waiting) {
  for (const key of place.querySelectorAll('button[data-data]')) {
    const waits = waiting.has(key.getAttribute('data-data') ?? '')
    if (waits === key.classList.contains('waits')) continue
    key.classList.toggle('waits', waits)
    key.setAttribute('aria-busy', String(waits))
  }
}

/**
 * @param {Button} button
 * @param {number} messageId
 */
function keyOf(button, messageId) {
  const { text } = button
  const style = 'style' in button ? button.style : undefined
  const look = { class: `key ${style ?? ''}`, title: text }
  const label = h('span', { class: 'key-label' }, text)
  if ('callback_data' in button) {
    const { callback_data: data } = button
    let asking = false
    // As in Telegram, a button that waits for its answer is not pressed again.
    const press = async () => {
      if (asking) return
      asking = true
      await tell(tap(messageId, data))
      asking = false
    }
    const onclick = () => void press()
    return h('button', { type: 'button', ...look, 'data-data': data, onclick }, label)
  }
  const page = 'url' in button ? button.url : 'web_app' in button ? button.web_app.url : undefined
  if (page !== undefined) {
    const target = { href: safeUrl(page), target: '_blank', rel: 'noopener noreferrer' }
    return h('a', { ...look, ...target }, label, icon('link'))
  }
  if ('copy_text' in button) {
    const onclick = () => void copy(button.copy_text.text)
    return h('button', { type: 'button', ...look, onclick }, label, icon('copy'))
  }
  return h('button', { type: 'button', ...look, disabled: true }, label)
}

/**
 * @param {number} messageId
 * @param {string} data
 */
async function tap(messageId, data) {
  const { text, showAlert } = await post('/chat/tap', { messageId, data })
  if (text === undefined) return
  if (showAlert) alertBox(text)
  else toast(text)
}
