import type { ExchangeId } from '../../exchange/exchange-id.ts'
import { EXCHANGE_FACTS } from '../../exchange/adapters/registry.ts'
import type { Key } from '../../keys/key.ts'
import type { LinkRefusal } from '../../keys/link.ts'
import type { KeptPosition } from '../../sagas/kept-repo.ts'
import { exact, price } from '../format.ts'
import { toShortId } from '../short-id.ts'
import { BLANK, button, lines, link, note, type View } from '../view.ts'
import type { Words } from '../words.ts'
import { moveData } from '../trading-bots/move-views.ts'

/** Which exchange to link. */
export function chooseExchangeView(words: Words, exchanges: readonly ExchangeId[]): View {
  const { title, which, cancel } = words.keys.link
  return {
    kind: 'link-exchange',
    text: lines(title, which),
    keyboard: [
      ...inRows(exchanges.map((id) => button(EXCHANGE_FACTS[id].name, `link:${id}`))),
      [button(cancel, 'link:cancel')],
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
export function refusedKeyView(words: Words, exchange: ExchangeId, reason: LinkRefusal): View {
  const { name, keyPage } = EXCHANGE_FACTS[exchange]
  const { link: w, buttons } = words.keys
  return {
    kind: 'link-refused',
    text: lines(w.refusal(w.refused[reason])),
    keyboard: [[link(buttons.open(name), keyPage)], [button(w.cancel, 'link:cancel')]],
  }
}

/** The key that was to be replaced is on its way out, or gone. */
export function keyGoneView({ keys: { link: w, buttons } }: Words): View {
  const keyboard = [[button(buttons.link, 'link', 'primary'), button(buttons.keys, 'keys')]]
  return { ...note('link-key-gone', w.keyGone), keyboard }
}

/** New credentials stand in the place of the old ones. What changed meanwhile comes as a notice. */
export function replacedView(words: Words, key: Key, bots: number): View {
  const { name } = EXCHANGE_FACTS[key.exchange]
  const { link: w, rights, buttons } = words.keys
  return {
    kind: 'key-replaced',
    text: lines(
      w.replaced(key.tail),
      rights(key.rights),
      key.watchOnly ? w.watchOnly : undefined,
      bots > 0 ? w.comparing(bots, name) : undefined,
      w.oldErased(name),
    ),
    keyboard: [[button(words.general.bots, 'bots'), button(buttons.back, 'keys')]],
  }
}

/** The key is kept. */
export function linkedView(
  words: Words,
  key: Key,
  kept: readonly KeptPosition[],
  movable: number,
): View {
  const { link: w, rights, buttons } = words.keys
  const moves = movable > 0 && !key.watchOnly
  return {
    kind: 'key-linked',
    text: lines(
      w.linked(key.label, key.tail),
      rights(key.rights),
      key.watchOnly ? w.watchOnly : undefined,
      ...(kept.length > 0 ? [BLANK, w.keptBefore, ...kept.map((one) => keptLine(words, one))] : []),
      ...(moves ? [BLANK, w.movable(movable)] : []),
    ),
    keyboard: [
      key.watchOnly ? [] : [button(buttons.newBot, `newbot:${key.id}`, 'primary')],
      ...(key.watchOnly
        ? []
        : kept.slice(0, MOST_KEPT).map((one) => [keptButton(words, one, key)])),
      moves ? [button(buttons.move(movable), moveData({ kind: 'left' }, key))] : [],
      [button(buttons.back, 'keys')],
    ].filter((row) => row.length > 0),
  }
}

function keptLine({ keys }: Words, { symbol, amount, averageCost }: KeptPosition) {
  const [base = '', quote = ''] = symbol.split('/')
  return keys.link.kept(`${exact(amount)} ${base}`, `${price(averageCost)} ${quote}`)
}

/** Telegram takes no more than a hundred buttons, and a screen no more than a few. */
const MOST_KEPT = 10

function keptButton({ keys }: Words, { id, symbol, amount }: KeptPosition, key: Key) {
  const base = symbol.split('/')[0] ?? ''
  return button(
    keys.link.botWith(`${exact(amount)} ${base}`),
    `adopt:${toShortId(id)}:${toShortId(key.id)}`,
  )
}
