import { h } from './h.js'

/** @typedef {'chat' | 'exchange'} Panel */

/** @type {Record<Panel, string>} */
const LABELS = { chat: 'Chat', exchange: 'Exchange' }

/**
 * On a narrow screen one panel is shown at a time, chosen here; on a wide one both are and this is hidden.
 *
 * @param {Record<Panel, HTMLElement>} panels
 */
export function createTabs(panels) {
  const unread = h('span', { class: 'tab-count' })
  const buttons = { chat: tab('chat', unread), exchange: tab('exchange') }
  let count = 0
  const node = h('nav', { class: 'tabs', 'aria-label': 'Panels' }, buttons.chat, buttons.exchange)
  choose('chat')
  return { node, choose, addUnread }

  /** @param {Panel} panel @param {Node} [badge] */
  function tab(panel, badge) {
    const act = { onclick: () => choose(panel) }
    return h('button', { type: 'button', class: 'tab', ...act }, LABELS[panel], ' ', badge)
  }

  /** @param {Panel} chosen */
  function choose(chosen) {
    for (const panel of /** @type {Panel[]} */ (['chat', 'exchange'])) {
      panels[panel].classList.toggle('chosen', panel === chosen)
      buttons[panel].setAttribute('aria-current', String(panel === chosen))
    }
    if (chosen === 'chat') showUnread(0)
    panels[chosen].dispatchEvent(new Event('chosen'))
  }

  /** Counts a message that comes while the exchange is shown. */
  function addUnread() {
    if (buttons.chat.getAttribute('aria-current') !== 'true') showUnread(count + 1)
  }

  /** @param {number} now */
  function showUnread(now) {
    count = now
    unread.replaceChildren(
      ...(count > 0 ? [String(count), h('span', { class: 'unseen' }, ' unread')] : []),
    )
  }
}
