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
 * @typedef {MessageRow | DayRow} ChatRow
 */

const GROUP_SECONDS = 300

/**
 * What is drawn of the chat, from top to bottom.
 *
 * @param {TabState} state
 * @param {import('./chat-window.js').ChatWindow} drawn
 * @returns {ChatRow[]}
 */
export function chatRows({ chat, waiting }, { from, to }) {
  const taps = Object.values(waiting)
  const byId = new Map(chat.messages.map((message) => [message.id, message]))
  const messages = chat.messages.filter(({ id }) => id >= from && id <= to)
  const nameOfDay = dayNames()
  return messages.flatMap((message, index) => {
    const before = messages[index - 1]
    const after = messages[index + 1]
    const name = nameOfDay(message.date)
    const newDay = !before || nameOfDay(before.date) !== name
    /** @type {MessageRow} */
    const row = {
      kind: 'message',
      key: `message ${message.id}`,
      message,
      first: newDay || !together(before, message),
      last: !after || nameOfDay(after.date) !== name || !together(message, after),
      joins: inAlbum(message, after),
      joined: inAlbum(before, message),
      answered: byId.get(message.replyTo ?? -1),
      waiting: new Set(taps.flatMap((tap) => (tap.messageId === message.id ? [tap.data] : []))),
    }
    return newDay ? [{ kind: 'day', key: `day ${name}`, name }, row] : [row]
  })
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
