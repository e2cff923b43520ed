import { channel } from 'node:diagnostics_channel'

/** A part of an answer that our parsers could not read. */
export interface Unread {
  part: 'an order' | 'the status of an order' | 'a fill' | 'a balance' | 'an answer'
  /** The reason in our words; it holds no value out of the answer. */
  why: string
}

const unread = channel('undock:unread')

/**
 * Reports what could not be read, and why. Nobody listens in daily work, where an unreadable row is a value
 * and its reason does not matter; the live check does.
 */
export function reportUnread(part: Unread['part'], why: unknown): void {
  if (unread.hasSubscribers) unread.publish({ part, why: reasonOf(why) } satisfies Unread)
}

/** Listens until the returned function is called. */
export function listenForUnread(listener: (report: Unread) => void): () => void {
  const hear = (message: unknown) => listener(message as Unread)
  unread.subscribe(hear)
  return () => {
    unread.unsubscribe(hear)
  }
}

/** Our own errors name fields only. Whatever else was thrown may hold a URL or a value. */
function reasonOf(why: unknown): string {
  if (typeof why === 'string') return why
  if (!(why instanceof Error)) return typeof why
  if (why.message.startsWith('[big.js]')) return 'a decimal that is no number'
  return why instanceof TypeError && why.message.startsWith('Cannot read') ? why.message : why.name
}
