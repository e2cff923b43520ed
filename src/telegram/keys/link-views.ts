import type { ExchangeId } from '../../exchange/exchange-id.ts'
import { EXCHANGE_FACTS } from '../../exchange/known-exchanges.ts'
import type { Key } from '../../keys/key.ts'
import type { LinkRefusal } from '../../keys/link.ts'
import type { KeptPosition } from '../../sagas/kept-repo.ts'
import { count, exact, price } from '../format.ts'
import { toShortId } from '../short-id.ts'
import { BLANK, button, html, Html, lines, link, type View } from '../view.ts'
import { moveData } from '../trading-bots/move-views.ts'
import { rightsText } from './keys-views.ts'
import { REFUSAL_WORDS } from './cause-words.ts'

/** Which exchange to link. */
export function chooseExchangeView(exchanges: readonly ExchangeId[]): View {
  return {
    kind: 'link-exchange',
    text: lines(html`<b>Link a key</b>`, html`Which exchange is it for?`),
    keyboard: [
      ...inRows(exchanges.map((id) => button(EXCHANGE_FACTS[id].name, `link:${id}`))),
      [button('Cancel', 'link:cancel')],
    ],
  }
}

/** Three beside each other: thirteen rows would push the question off a phone's screen. */
function inRows<T>(buttons: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(buttons.length / 3) }, (_, i) =>
    buttons.slice(3 * i, 3 * i + 3),
  )
}

/** The exchange was asked, and the key is not kept. */
export function refusedKeyView(exchange: ExchangeId, reason: LinkRefusal): View {
  const { name, keyPage } = EXCHANGE_FACTS[exchange]
  return {
    kind: 'link-refused',
    text: lines(new Html(`❌ ${REFUSAL_WORDS[reason]}`)),
    keyboard: [[link(`Open ${name}`, keyPage)], [button('Cancel', 'link:cancel')]],
  }
}

/** The key that was to be replaced is on its way out, or gone. */
export function keyGoneView(): View {
  return {
    kind: 'link-key-gone',
    text: lines(
      html`The key you wanted to replace is being disconnected, or is gone already. I kept nothing of the new one.`,
    ),
    keyboard: [[button('Link a key', 'link', 'primary'), button('Keys', 'keys')]],
  }
}

/** New credentials stand in the place of the old ones. What changed meanwhile comes as a notice. */
export function replacedView(key: Key, bots: number): View {
  const { name } = EXCHANGE_FACTS[key.exchange]
  return {
    kind: 'key-replaced',
    text: lines(
      html`✅ The new key …${key.tail} is in place of the old one.`,
      html`Rights: ${rightsText(key.rights)}`,
      key.watchOnly ? WATCH_ONLY : undefined,
      bots > 0
        ? html`Your bots and their orders were not touched, and nothing was bought or sold. Now I compare ${count(bots, 'bot')} with the account and tell you in a message what changed. No bot that stands still can be resumed before; if ${name} does not answer now, I do it as soon as it does.`
        : undefined,
      html`The old key is erased here. If it still exists at ${name}, delete it there.`,
    ),
    keyboard: [[button('Bots', 'bots'), button('‹ Keys', 'keys')]],
  }
}

const WATCH_ONLY = html`It can’t trade, so it is kept as <b>watch only</b>: no bot can run on it, and I tell you when something happens to it.`

/** The key is kept. */
export function linkedView(key: Key, kept: readonly KeptPosition[], movable: number): View {
  return {
    kind: 'key-linked',
    text: lines(
      html`✅ <b>${key.label}</b> …${key.tail} is linked.`,
      html`Rights: ${rightsText(key.rights)}`,
      key.watchOnly ? WATCH_ONLY : undefined,
      ...(kept.length > 0
        ? [BLANK, html`You kept these when you left this account before:`, ...kept.map(keptLine)]
        : []),
      ...(movable > 0 && !key.watchOnly
        ? [
            BLANK,
            movable === 1
              ? html`1 bot was removed when you disconnected lately. Its settings can go on here, paused until you resume it.`
              : html`${count(movable, 'bot')} were removed when you disconnected lately. Their settings can go on here, paused until you resume them.`,
          ]
        : []),
    ),
    keyboard: [
      key.watchOnly ? [] : [button('New bot', `newbot:${key.id}`, 'primary')],
      ...(key.watchOnly ? [] : kept.slice(0, MOST_KEPT).map((one) => [keptButton(one, key)])),
      movable > 0 && !key.watchOnly
        ? [button(`Move ${count(movable, 'bot')} here`, moveData({ kind: 'left' }, key))]
        : [],
      [button('‹ Keys', 'keys')],
    ].filter((row) => row.length > 0),
  }
}

function keptLine({ symbol, amount, averageCost }: KeptPosition): Html {
  const [base = '', quote = ''] = symbol.split('/')
  return html`• ${exact(amount)} ${base}, bought at about ${price(averageCost)} ${quote}`
}

/** Telegram takes no more than a hundred buttons, and a screen no more than a few. */
const MOST_KEPT = 10

function keptButton({ id, symbol, amount }: KeptPosition, key: Key) {
  const base = symbol.split('/')[0] ?? ''
  return button(
    `New bot with ${exact(amount)} ${base}`,
    `adopt:${toShortId(id)}:${toShortId(key.id)}`,
  )
}
