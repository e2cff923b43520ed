/**
 * Which messages are drawn: those with ids from `from` to `to`. A long chat is drawn in part, as it is scrolled to.
 *
 * @typedef {{ from: number, to: number }} ChatWindow
 * @typedef {readonly { id: number }[]} Messages
 */

/** Messages that are drawn at first, and as many more each time an end comes near. */
const BATCH = 40
const MOST = 120

/** The newest. @param {Messages} messages @returns {ChatWindow} */
export function newestOf(messages) {
  return { from: messages.at(-BATCH)?.id ?? 0, to: Infinity }
}

/** True if more are drawn than a reader at the end needs. @param {ChatWindow} window @param {Messages} messages */
export function isLong({ from, to }, messages) {
  return to === Infinity && from < (messages.at(-MOST)?.id ?? 0)
}

/** Some older ones as well; unchanged where there are none. @param {ChatWindow} window @param {Messages} messages */
export function older(window, messages) {
  const first = messages.findIndex(({ id }) => id >= window.from)
  if (first <= 0) return window
  const start = Math.max(0, first - BATCH)
  const lastKept = messages[start + MOST - 1]?.id ?? Infinity
  const from = start === 0 ? 0 : (messages[start]?.id ?? 0)
  return { from, to: Math.min(window.to, lastKept) }
}

/** Some newer ones as well; unchanged where there are none. @param {ChatWindow} window @param {Messages} messages */
export function newer(window, messages) {
  const last = messages.findLastIndex(({ id }) => id <= window.to)
  if (window.to === Infinity || last < 0) return window
  const end = last + BATCH
  const to = messages[end + 1] === undefined ? Infinity : (messages[end]?.id ?? Infinity)
  const firstKept = messages[Math.min(end, messages.length - 1) - MOST + 1]?.id ?? 0
  return { from: Math.max(window.from, firstKept), to }
}
