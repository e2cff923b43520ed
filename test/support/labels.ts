import { wordsOf } from '../../src/telegram/words.ts'

const { bots, disconnect, keys } = wordsOf('en')

/** Buttons on the way to a bot and out of an exchange, by what they do; a button is found by how its label starts. */
export const LABELS = {
  paste: keys.pair.buttons.paste,
  start: bots.newBot.buttons.start,
  goOn: disconnect.state.buttons.goOn,
  pauseBots: disconnect.bots.pause,
  closeAll: disconnect.positions.all,
  realize: disconnect.loss.realize(''),
  disconnect: disconnect.plan.go,
}
