import type { Key } from '../../keys/key.ts'
import type { TradingBot } from '../../trading-bots/trading-bot.ts'
import type { NoticeMode } from '../setting-repo.ts'
import { BLANK, button, lines, note, type View } from '../view.ts'
import type { Words } from '../words.ts'

/** What Undock is, and the next sensible step as a button. */
export function startView(
  { help: { start: w } }: Words,
  keys: readonly Key[],
  bots: readonly TradingBot[],
  playground: boolean,
): View {
  const next =
    keys.length === 0
      ? button(w.linkKey, 'link', 'primary')
      : bots.length === 0
        ? button(w.newBot, 'newbot', 'primary')
        : button(w.yourBots, 'bots', 'primary')
  return {
    kind: 'start',
    text: lines(
      w.what,
      BLANK,
      w.disconnect,
      BLANK,
      w.revoked,
      playground ? w.playground : undefined,
    ),
    keyboard: [
      [next],
      keys.length > 0 ? [button(w.disconnectButton, 'disconnect'), button(w.keys, 'keys')] : [],
    ].filter((row) => row.length > 0),
  }
}

/** `/help`: the commands in a few words. */
export function helpView(
  { help }: Words,
  view: View,
  commands: readonly { command: string; description: string }[],
): View {
  return {
    ...view,
    kind: 'help',
    text: [
      view.text,
      '',
      ...commands.map(({ command, description }) => help.command(command, description).text),
    ].join('\n'),
  }
}

export function settingsView({ help: { settings: w } }: Words, mode: NoticeMode): View {
  const rings = mode === 'ring'
  return {
    kind: 'settings',
    text: lines(w.title, rings ? w.ring : w.silent, w.language),
    keyboard: [[button(rings ? w.makeSilent : w.letRing, `set:${rings ? 'silent' : 'ring'}`)]],
  }
}

/** `/cancel`: what was left, if anything. */
export function cancelledView(
  { help: { cancelled: w }, general }: Words,
  left: { any: boolean; exit: boolean },
): View {
  if (!left.exit) return note('cancelled', left.any ? w.dialogue : w.nothing)
  const keyboard = [[button(w.resume, 'bots:resume:any'), button(general.bots, 'bots')]]
  return { ...note('cancelled', w.exit), keyboard }
}

/** A message that fits nothing gets an answer that helps. */
export function unknownView({ help: { unknown: w }, general }: Words, sentence: string): View {
  return {
    kind: 'not-understood',
    text: lines(w.text(sentence)),
    keyboard: [
      [button(general.bots, 'bots'), button(w.keys, 'keys')],
      [button(w.disconnect, 'disconnect'), button(w.help, 'help')],
    ],
  }
}
