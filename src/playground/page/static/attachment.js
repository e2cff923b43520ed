import { fileSize } from './format.js'
import { h } from './h.js'
import { icon } from './icons.js'

/** @typedef {{ name: string, size: number }} ChatFile */

/**
 * A file that downloads, or a picture that opens large.
 *
 * @param {number} messageId
 * @param {ChatFile} file
 * @param {boolean} isPicture
 */
export function attachment(messageId, file, isPicture) {
  const src = `/page/chat/file/${messageId}`
  return isPicture ? picture(src) : documentLink(src, file)
}

/**
 * @param {string} src
 * @param {ChatFile} file
 */
function documentLink(src, { name, size }) {
  const about = h(
    'span',
    { class: 'file-about' },
    h('b', {}, name),
    h('span', { class: 'file-size' }, fileSize(size)),
  )
  const badge = h('span', { class: 'file-badge' }, icon('file'))
  return h('a', { class: 'file', href: src, download: name }, badge, about)
}

/** @param {string} src */
function picture(src) {
  const image = h('img', { src, alt: 'Picture', loading: 'lazy', decoding: 'async' })
  const label = { 'aria-label': 'Show the picture large' }
  return h(
    'button',
    { type: 'button', class: 'picture', ...label, onclick: () => zoom(src) },
    image,
  )
}

/** @param {string} src */
function zoom(src) {
  const close = h(
    'button',
    { type: 'button', class: 'zoom-close', 'aria-label': 'Close' },
    icon('close'),
  )
  const box = h(
    'dialog',
    {
      class: 'zoom',
      'aria-label': 'Picture',
      onclose: () => box.remove(),
      onclick: () => box.close(),
    },
    h('img', { src, alt: 'Picture' }),
    close,
  )
  document.body.append(box)
  box.showModal()
}
