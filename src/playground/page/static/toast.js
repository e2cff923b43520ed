import { h } from './h.js'

const TOAST_MS = 3500

/** Where toasts lie. */
export const shelf = h('div', { class: 'toasts', role: 'status' })

/** Says something for a few seconds. @param {string} text */
export function toast(text) {
  const node = h('p', { class: 'toast' }, text)
  shelf.replaceChildren(node)
  setTimeout(() => node.remove(), TOAST_MS)
}

/** Says something until it is closed. @param {string} text */
export function alertBox(text) {
  const box = h(
    'dialog',
    { class: 'alert', onclose: () => box.remove(), 'aria-label': 'Undock' },
    h('p', {}, text),
    h('form', { method: 'dialog' }, h('button', { class: 'plain', autofocus: true }, 'OK')),
  )
  document.body.append(box)
  box.showModal()
}

/**
 * Shows the reason when something asked for by the visitor fails. True if it did not.
 *
 * @param {Promise<unknown>} work
 */
export async function tell(work) {
  try {
    await work
    return true
  } catch (error) {
    toast(error instanceof Error ? error.message : String(error))
    return false
  }
}

/** @param {string} text */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text)
    toast('Copied to the clipboard')
  } catch {
    toast('The browser did not let this be copied')
  }
}
