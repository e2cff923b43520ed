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
  const buttons = { chat: tab('chat'), exchange: tab('exchange') }
  const node = h('nav', { class: 'tabs', 'aria-label': 'Panels' }, buttons.chat, buttons.exchange)
  choose('chat')
  return { node, choose, notice }

  /** @param {Panel} panel */
  function tab(panel) {
    return h(
      'button',
      { type: 'button', class: 'tab', onclick: () => choose(panel) },
      LABELS[panel],
    )
  }

  /** @param {Panel} chosen */
  function choose(chosen) {
    for (const panel of /** @type {Panel[]} */ (['chat', 'exchange'])) {
      panels[panel].classList.toggle('chosen', panel === chosen)
      buttons[panel].setAttribute('aria-current', String(panel === chosen))
    }
    buttons[chosen].classList.remove('noticed')
    panels[chosen].dispatchEvent(new Event('chosen'))
  }

  /** Marks a panel in which something happened while the other is shown. @param {Panel} panel */
  function notice(panel) {
    const hidden = buttons[panel].getAttribute('aria-current') !== 'true'
    buttons[panel].classList.toggle('noticed', hidden)
  }
}
