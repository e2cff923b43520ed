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
 * The chat from top to bottom, from the message with the id `from` on.
 *
 * @param {TabState} state
 * @param {number} from
 * @returns {ChatRow[]}
 */
export function chatRows({ chat, waiting }, from) {
  const taps = Object.values(waiting)
  const byId = new Map(chat.messages.map((message) => [message.id, message]))
  const messages = chat.messages.filter(({ id }) => id >= from)
  return messages.flatMap((message, index) => {
    const before = messages[index - 1]
    const after = messages[index + 1]
    const name = dayName(message.date)
    const newDay = !before || dayName(before.date) !== name
    /** @type {MessageRow} */
    const row = {
      kind: 'message',
      key: `message ${message.id}`,
      message,
      first: newDay || !together(before, message),
      last: !after || dayName(after.date) !== name || !together(message, after),
      joins: inAlbum(message, after),
      joined: inAlbum(before, message),
      answered: byId.get(message.replyTo ?? -1),
      waiting: new Set(taps.flatMap((tap) => (tap.messageId === message.id ? [tap.data] : []))),
    }
    return newDay ? [{ kind: 'day', key: `day ${name}`, name }, row] : [row]
  })
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
