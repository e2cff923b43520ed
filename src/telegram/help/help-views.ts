import type { Key } from '../../keys/key.ts'
import type { TradingBot } from '../../trading-bots/trading-bot.ts'
import type { NoticeMode } from '../setting-repo.ts'
import { BLANK, button, html, lines, type View } from '../view.ts'

/** What Undock is, and the next sensible step as a button. */
export function startView(
  keys: readonly Key[],
  bots: readonly TradingBot[],
  playground: boolean,
): View {
  const next =
    keys.length === 0
      ? button('Link a key', 'link', 'primary')
      : bots.length === 0
        ? button('New bot', 'newbot', 'primary')
        : button('Your bots', 'bots', 'primary')
  return {
    kind: 'start',
    text: lines(
      html`<b>Undock</b> runs trading bots on your exchange account, watches your exchange keys, and gets you off an exchange cleanly.`,
      BLANK,
      html`/disconnect is the heart of it: bots paused, our orders cancelled, each position closed or knowingly kept, a backup in your hands, the key erased, and the truth told at every step. Orders and coins that are not ours are never touched, and a loss is never made real without your worded yes.`,
      BLANK,
      html`When an exchange revokes a key, you get one notice, with the list of what must then be done by hand.`,
      playground
        ? html`\nThis is the playground: the exchange is made of paper, no real money moves.`
        : undefined,
    ),
    keyboard: [
      [next],
      keys.length > 0 ? [button('Disconnect', 'disconnect'), button('Keys', 'keys')] : [],
    ].filter((row) => row.length > 0),
  }
}

/** `/help`: the commands in a few words. */
export function helpView(
  view: View,
  commands: readonly { command: string; description: string }[],
): View {
  return {
    ...view,
    kind: 'help',
    text: [
      view.text,
      '',
      ...commands.map(({ command, description }) => html`/${command}: ${description}`.text),
    ].join('\n'),
  }
}

export function settingsView(mode: NoticeMode): View {
  const rings = mode === 'ring'
  return {
    kind: 'settings',
    text: lines(
      html`<b>Settings</b>`,
      html`Notices about keys, bots and exits ${rings ? html`<b>ring</b>` : html`come <b>silently</b>`}. They are never left out: they are about your money.`,
      html`Language: English.`,
    ),
    keyboard: [
      [
        button(
          rings ? 'Make notices silent' : 'Let notices ring',
          `set:${rings ? 'silent' : 'ring'}`,
        ),
      ],
    ],
  }
}

/** `/cancel`: what was left, if anything. */
export function cancelledView(left: { any: boolean; exit: boolean }): View {
  if (left.exit) {
    return {
      kind: 'cancelled',
      text: lines(
        html`You left before anything was sold or removed. Bots that were paused stay paused.`,
      ),
      keyboard: [[button('Resume the bots', 'bots:resume:any'), button('Bots', 'bots')]],
    }
  }
  return {
    kind: 'cancelled',
    text: lines(left.any ? html`Left. Nothing was changed.` : html`No dialogue is open.`),
    keyboard: [],
  }
}

/** A message that fits nothing gets an answer that helps. */
export function unknownView(sentence: string): View {
  return {
    kind: 'not-understood',
    text: lines(html`${sentence} These work at any time:`),
    keyboard: [
      [button('Bots', 'bots'), button('Keys', 'keys')],
      [button('Disconnect', 'disconnect'), button('Help', 'help')],
    ],
  }
}
