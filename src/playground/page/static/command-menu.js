import { h } from './h.js'
import { icon } from './icons.js'

/** @typedef {import('../chat-state.ts').ChatState['commands'][number]} Command */

/**
 * The bot's commands, as a menu and as completion while `/…` is typed. Enter sends the marked one, Tab writes it out.
 *
 * @param {{ box: HTMLTextAreaElement, send: (text: string) => void }} to
 */
export function commandMenu({ box, send }) {
  const list = h('ul', {
    class: 'commands',
    id: 'commands',
    role: 'listbox',
    'aria-label': 'Commands',
  })
  const button = h(
    'button',
    { type: 'button', class: 'menu', 'aria-label': 'Menu of commands', onclick: toggle },
    icon('menu'),
  )
  /** @type {Command[]} */
  let commands = []
  /** @type {Command[]} */
  let offered = []
  let marked = 0
  box.setAttribute('aria-autocomplete', 'list')
  box.setAttribute('aria-controls', 'commands')
  box.addEventListener('blur', () => setTimeout(close, 150))
  offer([])
  return { list, button, setCommands, refresh, onKey }

  /** @param {Command[]} now */
  function setCommands(now) {
    commands = now
    button.hidden = now.length === 0
  }

  /** Offers what fits what is typed. */
  function refresh() {
    const typed = /^\/(\w*)$/.exec(box.value)?.[1]
    offer(typed === undefined ? [] : commands.filter(({ command }) => command.startsWith(typed)))
  }

  function toggle() {
    const opening = offered.length === 0
    box.focus()
    offer(opening ? commands : [])
  }

  function close() {
    if (document.activeElement !== box) offer([])
  }

  /** @param {Command[]} now */
  function offer(now) {
    offered = now
    list.hidden = now.length === 0
    list.replaceChildren(...now.map(option))
    mark(0)
  }

  /** @param {Command} command @param {number} index */
  function option({ command, description }, index) {
    const choose = (/** @type {Event} */ event) => {
      event.preventDefault()
      pick(index)
    }
    return h(
      'li',
      { id: `command-${index}`, role: 'option', onmousedown: choose },
      h('b', {}, `/${command}`),
      h('span', {}, description),
    )
  }

  /** @param {number} index */
  function mark(index) {
    marked = index
    for (const [at, node] of [...list.children].entries()) {
      node.setAttribute('aria-selected', String(at === index))
      if (at === index) node.scrollIntoView({ block: 'nearest' })
    }
    if (offered.length > 0) box.setAttribute('aria-activedescendant', `command-${index}`)
    else box.removeAttribute('aria-activedescendant')
  }

  /** @param {number} index */
  function pick(index) {
    const chosen = offered[index]
    if (chosen === undefined) return
    offer([])
    box.value = ''
    send(`/${chosen.command}`)
  }

  /** True if the key was for the menu. @param {KeyboardEvent} event */
  function onKey(event) {
    if (offered.length === 0) return false
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) mark((marked + step + offered.length) % offered.length)
    else if (event.key === 'Enter') pick(marked)
    else if (event.key === 'Escape') offer([])
    else if (event.key === 'Tab') box.value = `/${offered[marked]?.command} `
    else return false
    if (event.key === 'Tab') offer([])
    event.preventDefault()
    return true
  }
}
