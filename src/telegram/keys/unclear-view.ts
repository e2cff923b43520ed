import type { ExchangeId, KeyRights } from '../../exchange/exchange.ts'
import { EXCHANGE_FACTS } from '../../exchange/known-exchanges.ts'
import { BLANK, button, html, lines, link, type View } from '../view.ts'

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
  { exchange, tail, rights, isNew }: UnclearKey,
  tokens: { keep: string; refuse: string },
): View {
  const { name, keyPage } = EXCHANGE_FACTS[exchange]
  const { trade, withdraw } = rights
  const untold = [withdraw === undefined && 'withdraw', trade === undefined && 'trade'].filter(
    (right) => right !== false,
  )
  const mayWithdraw = withdraw === undefined
  return {
    kind: 'link-unclear-rights',
    text: lines(
      html`⚠️ <b>${name} does not tell whether the key …${tail} may ${untold.join(' or ')}.</b> It works, and is not kept yet.`,
      BLANK,
      mayWithdraw
        ? html`<b>If this key can withdraw, whoever gets it can take your coins.</b> Undock can’t look that up for you: open ${name}’s page and see for yourself that Withdraw is off.`
        : undefined,
      trade === undefined
        ? html`Whether it may trade shows with the first order of a bot: if not, that order is refused and nothing is bought.`
        : undefined,
      BLANK,
      html`Until you decide, the key is in memory only, for 15 minutes.${isNew ? '' : ' The old key stays in its place meanwhile.'}`,
    ),
    keyboard: [
      [link(`Open ${name}`, keyPage)],
      [button(mayWithdraw ? 'Withdraw is off: keep it' : 'Keep it', `keep:${tokens.keep}`)],
      [button('Don’t keep it', `keep:${tokens.refuse}`)],
    ],
  }
}

/** The owner did not want it. */
export function notKeptView(exchange: ExchangeId): View {
  const { name, keyPage } = EXCHANGE_FACTS[exchange]
  return {
    kind: 'link-not-kept',
    text: lines(
      html`Not kept, and forgotten here. The key still exists at ${name}: delete it there if you don’t need it.`,
    ),
    keyboard: [[link(`Open ${name}`, keyPage)], [button('Keys', 'keys')]],
  }
}
