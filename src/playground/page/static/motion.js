import { prefersStillness } from './h.js'

const RISE = [{ opacity: 0, translate: '0 8px' }, {}]

/** A new message comes up from below. @param {HTMLElement} node */
export function rise(node) {
  if (!prefersStillness()) node.animate(RISE, { duration: 200 })
}

/** A deleted message fades and folds away. @param {HTMLElement} node */
export function fold(node) {
  if (prefersStillness()) return node.remove()
  const from = { height: `${node.offsetHeight}px`, opacity: 1 }
  node.classList.add('leaving')
  const folding = node.animate([from, { height: '0', opacity: 0, padding: '0' }], {
    duration: 220,
    easing: 'ease-in',
  })
  folding.addEventListener('finish', () => node.remove())
}
