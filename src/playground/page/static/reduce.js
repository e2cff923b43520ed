/**
 * @typedef {import('../changes.ts').Change} Change
 * @typedef {import('../chat-state.ts').PageMessage} PageMessage
 * @typedef {import('../page-state.ts').PageState} PageState
 */

/** As many as the server keeps. */
const LINE_POINTS = 60

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
  if (change.type === 'state') return begun(state, change.state)
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
    case 'scene':
      return { ...state, scene: change.scene }
    case 'exchange':
      return withLines({ ...state, exchange: change.exchange })
    case 'symbols':
      return withLines({ ...state, exchange: { ...state.exchange, symbols: change.symbols } })
    default:
      return state
  }
}

/**
 * The state at the begin of a connection. A message that is as it was stays the same object, so that nothing is
 * drawn anew after a lost connection.
 *
 * @param {TabState | undefined} before
 * @param {PageState} now
 * @returns {TabState}
 */
function begun(before, now) {
  const known = new Map(before?.chat.messages.map((each) => [each.id, each]))
  const messages = now.chat.messages.map((each) => {
    const old = known.get(each.id)
    return old && JSON.stringify(old) === JSON.stringify(each) ? old : each
  })
  return { ...now, chat: { ...now.chat, messages }, live: true, action: '', waiting: {} }
}

/**
 * Puts the prices of now at the end of their lines.
 *
 * @param {TabState} state
 * @returns {TabState}
 */
function withLines(state) {
  const lines = { ...state.lines }
  for (const { symbol, price } of state.exchange.symbols) {
    const line = lines[symbol] ?? []
    if (line.at(-1) !== Number(price)) lines[symbol] = [...line, Number(price)].slice(-LINE_POINTS)
  }
  return { ...state, lines }
}

/**
 * @param {TabState} state
 * @param {PageMessage[]} messages
 * @returns {TabState}
 */
function withMessages(state, messages) {
  return { ...state, chat: { ...state.chat, messages } }
}
