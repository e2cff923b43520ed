/**
 * @typedef {import('../changes.ts').Change} Change
 * @typedef {import('../chat-state.ts').PageMessage} PageMessage
 * @typedef {import('../page-state.ts').PageState} PageState
 */

/**
 * What this tab shows.
 *
 * @typedef {PageState & {
 *   live: boolean,
 *   action: string,
 *   waiting: Record<string, { messageId: number, data: string }>,
 * }} TabState
 * `live`: connected; `action`: what the bot is doing, such as `typing`; `waiting`: taps without an answer, by id.
 */

/**
 * The state after a change; undefined as long as nothing is known.
 *
 * @param {TabState | undefined} state
 * @param {Change} change
 * @returns {TabState | undefined}
 */
export function reduce(state, change) {
  if (change.type === 'state') return { ...change.state, live: true, action: '', waiting: {} }
  if (state === undefined) return undefined
  switch (change.type) {
    case 'message': {
      const action = change.message.from === 'bot' ? '' : state.action
      return { ...withMessages(state, [...state.chat.messages, change.message]), action }
    }
    case 'edited':
      return withMessages(
        state,
        state.chat.messages.map((each) => (each.id === change.message.id ? change.message : each)),
      )
    case 'deleted':
      return withMessages(
        state,
        state.chat.messages.filter(({ id }) => id !== change.messageId),
      )
    case 'tapped': {
      const { tapId, messageId, data } = change
      return { ...state, waiting: { ...state.waiting, [tapId]: { messageId, data } } }
    }
    case 'answered': {
      const { [change.tapId]: _, ...waiting } = state.waiting
      return { ...state, waiting }
    }
    case 'action':
      return { ...state, action: change.action }
    case 'commands':
      return { ...state, chat: { ...state.chat, commands: change.commands } }
    case 'exchange':
      return { ...state, exchange: change.exchange }
    case 'symbols':
      return { ...state, exchange: { ...state.exchange, symbols: change.symbols } }
    default:
      return state
  }
}

/**
 * @param {TabState} state
 * @param {PageMessage[]} messages
 * @returns {TabState}
 */
function withMessages(state, messages) {
  return { ...state, chat: { ...state.chat, messages } }
}
