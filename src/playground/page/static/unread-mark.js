/**
 * What the visitor has not seen yet: how many messages, and the first of them, above which the chat draws a line.
 * The line stays while they are read; it goes when the visitor answers.
 */
export function unreadMark() {
  /** @type {number | undefined} */
  let first
  let count = 0
  return {
    /** The id of the message below the line. */
    get first() {
      return first
    },
    get count() {
      return count
    },
    add,
    read,
    answered,
  }

  /** @param {readonly { id: number, from: 'bot' | 'user' }[]} fresh messages that nobody looked at */
  function add(fresh) {
    const [next] = fresh.filter(({ from }) => from === 'bot')
    if (next === undefined) return
    if (count === 0) first = next.id
    count += fresh.length
  }

  function read() {
    count = 0
  }

  function answered() {
    count = 0
    first = undefined
  }
}
