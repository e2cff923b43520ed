import type { Big } from 'big.js'
import { isPassing, type ExitPlan, type ExitPosition } from '../../sagas/exit-plan.ts'
import type { KeptPosition } from '../../sagas/kept-repo.ts'
import type { HandWork } from '../../sagas/hand-work-repo.ts'
import type { Key } from '../../keys/key.ts'
import type { Fill } from '../../trading/fill-repo.ts'
import { sum } from '../../trading/sum.ts'
import { feeIn, feesBeside } from '../../exchange/fees.ts'
import { EXCHANGE_FACTS } from '../../exchange/known-exchanges.ts'
import { count, exact, price, signedMoney } from '../format.ts'
import { moveData } from '../trading-bots/move-views.ts'
import { BLANK, button, html, lines, link, list, type Html, type View } from '../view.ts'
import { CAUSES } from './cause-words.ts'
import { baseOf, capped, quoteOf } from './exit-words.ts'
import { handWorkLine } from './hand-work-line.ts'

/** All that a receipt tells. */
export interface Receipt {
  plan: ExitPlan
  name: string
  key: Key
  cancelled: number
  positions: readonly ExitPosition[]
  fills: readonly Fill[]
  /** Realized by the plan's own sales, by bot. */
  realized: ReadonlyMap<string, Big>
  kept: readonly KeptPosition[]
  handWork: readonly HandWork[]
  /** Removed bots whose settings could go to another key of the trader's. */
  movable: number
}

/** The receipt. It can be forwarded: it holds no secret. */
export function receiptView(receipt: Receipt): View {
  const { plan, key, name, cancelled, handWork, movable } = receipt
  const facts = EXCHANGE_FACTS[key.exchange]
  const disconnects = plan.kind === 'disconnect'
  const byHand = plan.facts.byHand !== undefined || handWork.length > 0
  const open = handWork.filter(({ done }) => !done).length
  const toDo =
    open === 0 ? '' : `: ${count(open, 'thing')} ${open === 1 ? 'is' : 'are'} left for you to do`
  const listRow = handWork.length > 0 ? [[button('The list, to tick off', `hw:${key.id}`)]] : []
  return {
    kind: 'exit-receipt',
    text: lines(
      html`🧾 <b>${name} is ${disconnects ? 'disconnected' : 'removed'}${toDo}</b>`,
      BLANK,
      html`Cancelled: ${count(cancelled, 'order')} of ours`,
      ...soldLines(receipt),
      ...receipt.kept.map((one) => keptLine(receipt, one)),
      plan.facts.foreignOrders
        ? html`Left alone: ${count(plan.facts.foreignOrders, 'order')} that ${plan.facts.foreignOrders === 1 ? 'is' : 'are'} not ours`
        : undefined,
      html`Bots removed: ${plan.facts.botIds?.length ?? 0} (history stays: /export)`,
      ...(byHand ? handWorkLines(receipt) : []),
      disconnects ? keyLine(receipt) : undefined,
      ...(disconnects
        ? [
            BLANK,
            html`<b>Now delete the key at ${facts.name}</b>, so that it is gone there too:`,
            list(facts.deleteKeySteps.map((step, i) => html`${i + 1}. ${step}`)),
          ]
        : []),
    ),
    keyboard: disconnects
      ? [
          [link(`Open ${facts.name}`, facts.keyPage)],
          ...listRow,
          ...(movable > 0 ? [[moveButton(plan, movable)]] : []),
          [button('Link a new key', 'link')],
        ]
      : [...listRow, [button('Bots', 'bots')]],
  }
}

function moveButton({ id }: ExitPlan, movable: number) {
  return button(`Move ${count(movable, 'bot')} to another key`, moveData({ kind: 'exit', id }))
}

function soldLines({ positions, fills, realized }: Receipt): Html[] {
  return positions.flatMap((one) => {
    const mine = fills.filter(({ botId }) => botId === one.botId)
    if (mine.length === 0) return []
    const quote = quoteOf(one.symbol)
    const amount = sum(mine.map((fill) => fill.amount))
    const cost = sum(mine.map((fill) => fill.cost))
    const profit = realized.get(one.botId)
    return [
      html`Sold: <b>${exact(amount)} ${baseOf(one.symbol)}</b> at ${price(cost.div(amount))} ${quote}, ${feeWords(mine)}, realized <b>${profit === undefined ? 'unknown' : signedMoney(profit, quote)}</b>`,
    ]
  })
}

/** `fee 0.1 USDT + 0.02 BNB`, and of how many trades the exchange does not report it. */
function feeWords(fills: readonly Fill[]): string {
  const coins = new Set(fills.flatMap(({ fees }) => feesBeside(fees).map(({ coin }) => coin)))
  const known = [...coins].map(
    (coin) => `${exact(sum(fills.map(({ fees }) => feeIn(fees, coin))))} ${coin}`,
  )
  const unknown = fills.filter(({ fees }) => fees === 'unknown').length
  if (unknown === 0) return known.length === 0 ? 'no fee' : `fee ${known.join(' + ')}`
  if (known.length === 0) return 'fee unknown'
  return `fee ${known.join(' + ')} and unknown for ${count(unknown, 'trade')}`
}

function keptLine({ positions }: Receipt, one: KeptPosition): Html {
  const decided = positions.find(({ symbol }) => symbol === one.symbol)
  const [base, quote] = [baseOf(one.symbol), quoteOf(one.symbol)]
  const coins = html`${exact(one.amount)} ${base}`
  const onRecord = html`kept on record at ${price(one.averageCost)} ${quote}; you are offered it when you link this account again`
  if (decided?.outcome === 'unlisted') {
    return html`Can’t be sold here any more: ${coins}, ${onRecord}`
  }
  if (decided?.outcome !== 'kept') return html`Too small to sell: ${coins}`
  return decided.cause !== undefined && isPassing(decided.cause)
    ? html`Not sold: ${coins}, ${CAUSES[decided.cause]}; ${onRecord}`
    : html`Kept: ${coins}`
}

function handWorkLines({ handWork, plan }: Receipt): Html[] {
  const unknown = [...new Set(plan.facts.unknownSales)]
  const open = handWork.filter(({ done }) => !done)
  if (open.length === 0 && unknown.length === 0) return [html`Nothing is left to do by hand.`]
  return [
    BLANK,
    html`<b>Undock could not do this; please do it at the exchange:</b>`,
    ...capped(handWork.map(handWorkLine)),
    ...unknown.map(
      (symbol) =>
        html`⚠️ A sale of ${baseOf(symbol)} was on its way when the key went. <b>Look first whether it was sold.</b>`,
    ),
  ]
}

function keyLine({ plan, key }: Receipt): Html {
  if (plan.checkDead && key.status === 'sealed') {
    return html`The key is sealed: it is used for nothing but asking whether it still works. Delete it at the exchange now; it is erased here the moment the exchange refuses it, or after 24 hours. I tell you which.`
  }
  return html`The key is <b>erased here</b>.`
}
