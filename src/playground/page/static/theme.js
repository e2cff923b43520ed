import { h } from './h.js'
import { icon } from './icons.js'

/** @typedef {'system' | 'light' | 'dark'} Theme */

/** @type {Theme[]} */
const THEMES = ['system', 'light', 'dark']
const STORED = 'undock theme'

/** @type {Record<Theme, Parameters<typeof icon>[0]>} */
const ICONS = { system: 'half', light: 'sun', dark: 'moon' }

/** Light, dark, or as the system has it: each press goes on to the next, and the browser remembers. */
export function themeButton() {
  const button = h('button', { type: 'button', class: 'plain round', onclick: next })
  show(current())
  // Another tab of the same visitor.
  addEventListener('storage', () => show(current()))
  return button

  function next() {
    const theme = THEMES[(THEMES.indexOf(current()) + 1) % THEMES.length] ?? 'system'
    localStorage.setItem(STORED, theme)
    show(theme)
  }

  /** @param {Theme} theme */
  function show(theme) {
    document.documentElement.dataset['theme'] = theme
    button.title = `Theme: ${theme}`
    button.setAttribute('aria-label', `Theme: ${theme}. Change it`)
    button.replaceChildren(icon(ICONS[theme]))
  }
}

/** @returns {Theme} */
function current() {
  const stored = localStorage.getItem(STORED)
  return THEMES.find((theme) => theme === stored) ?? 'system'
}
