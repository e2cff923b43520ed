import { localTime } from './format.js'
import { h } from './h.js'
import { copy } from './toast.js'

/** @typedef {import('../chat-state.ts').PageMessage['entities'][number]} Entity */

const BLOCKS = new Set(['pre', 'blockquote', 'expandable_blockquote'])

/**
 * A text with its markup as nodes. Entities stand outer before inner, as Telegram sends them.
 *
 * @param {{ text: string, entities: Entity[] }} content
 * @param {{ onCommand: (command: string) => void }} actions
 */
export function formatted({ text, entities }, { onCommand }) {
  const node = document.createDocumentFragment()
  node.append(...nodesOf({ start: 0, end: text.length }, entities))
  return node

  /**
   * @param {{ start: number, end: number }} span
   * @param {Entity[]} inside
   * @returns {(Node | string)[]}
   */
  function nodesOf({ start, end }, inside) {
    const nodes = []
    let at = start
    for (const [index, entity] of inside.entries()) {
      const from = Math.max(entity.offset, at)
      const to = Math.min(entity.offset + entity.length, end)
      if (from >= to) continue
      // A block begins and ends a line by itself: the line breaks around it would be empty lines.
      const isBlock = BLOCKS.has(entity.type)
      nodes.push(text.slice(at, isBlock && text[from - 1] === '\n' ? Math.max(at, from - 1) : from))
      const inner = inside.slice(index + 1).filter(({ offset }) => offset < to)
      nodes.push(element(entity, text.slice(from, to), nodesOf({ start: from, end: to }, inner)))
      at = isBlock && text[to] === '\n' && to < end ? to + 1 : to
    }
    return [...nodes, text.slice(at, end)].filter((each) => each !== '')
  }

  /**
   * @param {Entity} entity
   * @param {string} plain
   * @param {(Node | string)[]} children
   * @returns {Node}
   */
  function element(entity, plain, children) {
    switch (entity.type) {
      case 'bold':
        return h('b', {}, ...children)
      case 'italic':
        return h('i', {}, ...children)
      case 'underline':
        return h('u', {}, ...children)
      case 'strikethrough':
        return h('s', {}, ...children)
      case 'blockquote':
        return h('blockquote', {}, ...children)
      case 'expandable_blockquote':
        return expandable(children)
      case 'code':
        return h('code', { ...pressable(() => void copy(plain)), title: 'Copy' }, ...children)
      case 'pre':
        return h('pre', { ...pressable(() => void copy(plain)), title: 'Copy' }, ...children)
      case 'spoiler':
        return spoiler(children)
      case 'url':
        return link(plain, children)
      case 'text_link':
        return link(entity.url, children)
      case 'bot_command':
        return h(
          'a',
          { href: '#', role: 'button', onclick: pressed(() => onCommand(plain)) },
          ...children,
        )
      case 'date_time':
        return h(
          'time',
          { datetime: new Date(entity.unix_time * 1000).toISOString(), title: plain },
          localTime(entity.unix_time, entity.date_time_format ?? ''),
        )
      case 'mention':
      case 'text_mention':
      case 'hashtag':
      case 'cashtag':
      case 'email':
      case 'phone_number':
      case 'custom_emoji':
      default:
        return h('span', { class: entity.type }, ...children)
    }
  }
}

/** The address if it may be opened; without a scheme it is the web's. @param {string} url */
export function safeUrl(url) {
  const whole =
    /^[a-z][a-z0-9+.-]*:/i.test(url) && !/^[^/]+\.[^/]+:\d/.test(url) ? url : `https://${url}`
  return /^(https?|tg|ton):/i.test(whole) ? whole : undefined
}

/**
 * @param {string} url
 * @param {(Node | string)[]} children
 */
function link(url, children) {
  return h('a', { href: safeUrl(url), target: '_blank', rel: 'noopener noreferrer' }, ...children)
}

/** @param {(Node | string)[]} children */
function spoiler(children) {
  const inside = h('span', {}, ...children)
  const node = h(
    'span',
    { class: 'spoiler', ...pressable(() => node.classList.add('shown')), title: 'Show' },
    inside,
  )
  return node
}

/** @param {(Node | string)[]} children */
function expandable(children) {
  const node = h(
    'blockquote',
    { class: 'expandable', ...pressable(() => node.classList.toggle('expanded')) },
    ...children,
  )
  return node
}

/** Lets an element be pressed with the mouse and with the keyboard. @param {() => void} act */
function pressable(act) {
  return {
    role: 'button',
    tabindex: 0,
    onclick: () => act(),
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      if (event.key === 'Enter' || event.key === ' ') pressed(act)(event)
    },
  }
}

/** @param {() => void} act */
function pressed(act) {
  return (/** @type {Event} */ event) => {
    event.preventDefault()
    act()
  }
}
