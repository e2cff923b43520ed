import type { Method } from './method.ts'
import type { State } from './state.ts'

/** What the bot tells about itself: name, commands, menu. */
export const profileMethods: Record<string, Method> = {
  getMe: (_params, state) => state.me,

  setMyCommands(params, state) {
    state.commands.set(params)
    return announce(state)
  },
  deleteMyCommands(params, state) {
    state.commands.delete(params)
    return announce(state)
  },
  getMyCommands: (params, state) => state.commands.get(params),

  setChatMenuButton: () => true,
  setMyName: () => true,
  setMyDescription: () => true,
  setMyShortDescription: () => true,
  logOut: () => true,
  close: () => true,
}

function announce(state: State): true {
  state.events.emit({ type: 'commands', commands: state.commands.seenIn(undefined, '') })
  return true
}
