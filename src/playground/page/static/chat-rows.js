import { dayName } from './format.js'

/**
 * @typedef {import('../chat-state.ts').PageMessage} PageMessage
 * @typedef {import('./reduce.js').TabState} TabState
 */

/**
 * A message and its place: `first` and `last` of a group by one sender, whether it `joins` the next and is `joined`
 * to the one before in an album, the message it `answered`, and the data of its buttons that wait for the bot.
 *
 * @typedef {{
 *   kind: 'message', key: string, message: PageMessage, first: boolean, last: boolean,
 *   joins: boolean, joined: boolean,
 *   answered: PageMessage | undefined, waiting: Set<string>,
 * }} MessageRow
 * @typedef {{ kind: 'day', key: string, name: string }} DayRow
 * @typedef {{ kind: 'unread', key: string }} UnreadRow
 * @typedef {MessageRow | DayRow | UnreadRow} ChatRow
 */

/** @type {UnreadRow} */
const UNREAD = { kind: 'unread', key: 'unread' }

const GROUP_SECONDS = 300

/**
 * What is drawn of the chat, from top to bottom.
 *
 * @param {TabState} state
 * @param {import('./chat-window.js').ChatWindow} drawn
 * @param {number} [firstUnread] the message that has a line above it
 * @returns {ChatRow[]}
 */
export function chatRows({ chat, waiting }, { from, to }, firstUnread) {
  const taps = Object.values(waiting)
  const messages = between(chat.messages, from, to)
  const nameOfDay = dayNames()
  return messages.flatMap((message, index) => {
    const before = messages[index - 1]
    const after = messages[index + 1]
    const name = nameOfDay(message.date)
    const newDay = !before || nameOfDay(before.date) !== name
    /** @type {ChatRow[]} */
    const above = [
      ...(newDay ? [/** @type {const} */ ({ kind: 'day', key: `day ${name}`, name })] : []),
      ...(message.id === firstUnread ? [UNREAD] : []),
    ]
    /** @type {MessageRow} */
    const row = {
      kind: 'message',
      key: `message ${message.id}`,
      message,
      first: above.length > 0 || !before || !together(before, message),
      last:
        !after ||
        after.id === firstUnread ||
        nameOfDay(after.date) !== name ||
        !together(message, after),
      joins: inAlbum(message, after),
      joined: inAlbum(before, message),
      answered:
        message.replyTo === undefined
          ? undefined
          : chat.messages.find(({ id }) => id === message.replyTo),
      waiting: new Set(taps.flatMap((tap) => (tap.messageId === message.id ? [tap.data] : []))),
    }
    return [...above, row]
  })
}

/** Looks from the newest: a long chat is mostly read there. @param {PageMessage[]} messages @param {number} from @param {number} to */
function between(messages, from, to) {
  const last = messages.findLastIndex(({ id }) => id <= to)
  const before = messages.findLastIndex(({ id }) => id < from)
  return messages.slice(before + 1, last + 1)
}

const QUARTER_HOUR = 900

/** Names days, and remembers: a date costs much to put in words, and every day on earth begins with a quarter. */
function dayNames() {
  /** @type {Map<number, string>} */
  const names = new Map()
  return (/** @type {number} */ unix) => {
    const quarter = Math.floor(unix / QUARTER_HOUR)
    const name = names.get(quarter) ?? dayName(unix)
    names.set(quarter, name)
    return name
  }
}

/**
 * @param {PageMessage | undefined} one
 * @param {PageMessage | undefined} next
 */
function inAlbum(one, next) {
  return one?.albumId !== undefined && one.albumId === next?.albumId
}

/**
 * @param {PageMessage} one
 * @param {PageMessage} next
 */
function together(one, next) {
  return one.from === next.from && next.date - one.date < GROUP_SECONDS
}
