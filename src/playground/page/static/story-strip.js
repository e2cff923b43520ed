import { h } from './h.js'
import { icon } from './icons.js'
import { post } from './post.js'
import { tell } from './toast.js'

/** @typedef {import('./reduce.js').TabState} TabState */

/** What happens in the story that is told, or what to press next; over both panels, as either may be meant. */
export function storyStrip() {
  const title = h('b', {})
  const words = h('span', { class: 'scene-text' })
  const close = h(
    'button',
    { type: 'button', class: 'close', 'aria-label': 'End the story', onclick: end },
    icon('close'),
  )
  const text = h('p', { role: 'status' }, title, ' ', words)
  const mark = h('span', { class: 'scene-mark' })
  const node = h('aside', { class: 'scene', 'aria-label': 'Story' }, mark, text, close)
  node.hidden = true
  return { node, show }

  /** @param {TabState} state */
  function show({ scene }) {
    node.hidden = scene === null
    if (scene === null) return
    node.dataset['turn'] = scene.turn
    if (title.textContent !== scene.title) title.textContent = scene.title
    if (words.textContent !== scene.text) words.textContent = scene.text
  }
}

function end() {
  void tell(post('/story/end'))
}
