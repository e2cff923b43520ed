import type { ExchangeId, KeyRights } from '../../exchange/exchange.ts'
import { EXCHANGE_FACTS } from '../../exchange/adapters/registry.ts'
import { BLANK, button, lines, link, type View } from '../view.ts'
import type { Words } from '../words.ts'

/** A key that was tried, and of which the exchange does not tell all that matters. */
interface UnclearKey {
  exchange: ExchangeId
  tail: string
  rights: KeyRights
  /** False when it is to stand in the place of another. */
  isNew: boolean
}

/** Asks its owner whether to keep a key whose rights the exchange does not tell. */
export function unclearRightsView(
  words: Words,
  { exchange, tail, rights, isNew }: UnclearKey,
  tokens: { keep: string; refuse: string },
): View {
  const { name, keyPage } = EXCHANGE_FACTS[exchange]
  const { link: w, buttons } = words.keys
  const untold = { withdraw: rights.withdraw === undefined, trade: rights.trade === undefined }
  return {
    kind: 'link-unclear-rights',
    text: lines(
      w.untold(name, tail, untold),
      BLANK,
      untold.withdraw ? w.mayWithdraw(name) : undefined,
      untold.trade ? w.mayTrade : undefined,
      BLANK,
      isNew ? w.inMemory : w.inMemoryOldStays,
    ),
    keyboard: [
      [link(buttons.open(name), keyPage)],
      [button(untold.withdraw ? w.withdrawIsOff : w.keep, `keep:${tokens.keep}`)],
      [button(w.dontKeep, `keep:${tokens.refuse}`)],
    ],
  }
}

/** The owner did not want it. */
export function notKeptView({ keys: { link: w, buttons } }: Words, exchange: ExchangeId): View {
  const { name, keyPage } = EXCHANGE_FACTS[exchange]
  return {
    kind: 'link-not-kept',
    text: lines(w.notKept(name)),
    keyboard: [[link(buttons.open(name), keyPage)], [button(buttons.keys, 'keys')]],
  }
}
