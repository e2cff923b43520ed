import { seal } from './seal.js'
import { textOf } from './text-of.js'
import { showTheme } from './theme.js'

/** A key's file is smaller: a private key of 4096 bits has 3 KB. */
const MOST_BYTES = 16 * 1024
const PATIENCE_MS = 30_000

const main = one('main', HTMLElement)
const form = document.querySelector('form')
const launch = new URLSearchParams(location.hash.slice(1))

showTheme(launch.get('tgWebAppThemeParams'))
if (form !== null) {
  if (globalThis.crypto?.subtle === undefined) say('unsupported')
  else listen(form)
}

/** @param {HTMLFormElement} open */
function listen(open) {
  const field = one('textarea', HTMLTextAreaElement)
  const picker = one('input[type=file]', HTMLInputElement)
  open.addEventListener('submit', (event) => {
    event.preventDefault()
    void send(open, field)
  })
  picker.addEventListener('change', () => void take(picker, field))
  open.hidden = false
  say('open')
}

/**
 * @param {HTMLFormElement} open
 * @param {HTMLTextAreaElement} field
 */
async function send(open, field) {
  if (field.value.trim() === '') return say('empty', field)
  if (new TextEncoder().encode(field.value).length > MOST_BYTES) return say('too-long', field)
  say('sending')
  // A second tap while the first is being sent does nothing.
  const controls = [...open.querySelectorAll('button, textarea, input')]
  for (const control of controls) control.toggleAttribute('disabled', true)
  const outcome = await post(field.value)
  for (const control of controls) control.toggleAttribute('disabled', false)
  const isOver = FINAL.has(outcome)
  if (isOver) field.value = ''
  open.hidden = isOver
  say(outcome, isOver ? undefined : field)
}

/** After these the page can't be used any more. */
const FINAL = new Set(['taken', 'used', 'expired', 'left', 'unknown'])

/**
 * Seals a text and sends it. What leaves the browser is the sealed text, and Telegram's word on who opened
 * the page, where Telegram did.
 *
 * @param {string} text
 * @returns {Promise<string>} what became of it
 */
async function post(text) {
  const { publicKey = '', info = '' } = main.dataset
  try {
    const sealed = await seal(text, { publicKey, info })
    const launchData = launch.get('tgWebAppData') ?? undefined
    const response = await fetch(location.pathname, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...sealed, launchData }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    const { outcome } = await response.json()
    // A proxy in between may answer for Undock.
    return document.getElementById(`says-${outcome}`) === null ? 'unreachable' : outcome
  } catch {
    // The network, or a server that is just starting. Whether it was taken, the chat says.
    return 'unreachable'
  }
}

/**
 * Puts the text of a file into the field, where it can be seen and sent.
 *
 * @param {HTMLInputElement} picker
 * @param {HTMLTextAreaElement} field
 */
async function take(picker, field) {
  const [file] = picker.files ?? []
  if (file === undefined) return
  picker.value = ''
  if (file.size > MOST_BYTES) return say('too-long', field)
  const text = textOf(new Uint8Array(await file.arrayBuffer()))
  if (text === undefined) return say('no-text', field)
  field.value = text
  say('file-taken', field)
}

/**
 * Shows the words for what happened, and puts the focus where it goes on.
 *
 * @param {string} what
 * @param {HTMLElement} [next]
 */
function say(what, next) {
  main.dataset['state'] = what
  for (const text of document.querySelectorAll('[data-says]')) {
    const says = text instanceof HTMLElement && text.dataset['says'] === what
    text.toggleAttribute('hidden', !says)
    if (!says) continue
    if (next === undefined) text.focus()
    else next.setAttribute('aria-describedby', `looks ${text.id}`)
  }
  next?.setAttribute('aria-invalid', String(what !== 'file-taken'))
  next?.focus()
}

/**
 * @template {Element} T
 * @param {string} selector
 * @param {new () => T} type
 * @returns {T}
 */
function one(selector, type) {
  const found = document.querySelector(selector)
  if (found instanceof type) return found
  throw new TypeError(`Cannot find ${selector}: the page lacks it`)
}
