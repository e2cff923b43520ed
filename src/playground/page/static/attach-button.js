import { h } from './h.js'
import { icon } from './icons.js'

/**
 * Lets the visitor pick a file and sends it.
 *
 * @param {(file: File) => Promise<boolean>} sendFile
 */
export function attachButton(sendFile) {
  const picker = h('input', { type: 'file', hidden: true, onchange: () => void pick() })
  const button = h(
    'button',
    { type: 'button', class: 'attach', 'aria-label': 'Send a file', onclick: () => picker.click() },
    icon('clip'),
  )
  return [picker, button]

  async function pick() {
    const file = picker.files?.[0]
    // The same file can be picked again.
    picker.value = ''
    if (file !== undefined) await sendFile(file)
  }
}

/**
 * What is in a file, for a request.
 *
 * @param {File} file
 * @returns {Promise<string>}
 */
export async function base64Of(file) {
  const bytes = new Uint8Array(await file.arrayBuffer())
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}
