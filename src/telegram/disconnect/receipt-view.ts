import type { Big } from 'big.js'
import { isPassing, type ExitPlan, type ExitPosition } from '../../sagas/exit-plan.ts'
import type { KeptPosition } from '../../sagas/kept-repo.ts'
import type { HandWork } from '../../sagas/hand-work-repo.ts'
import type { Key } from '../../keys/key.ts'
import type { Fill } from '../../trading/fill-repo.ts'
import { sum } from '../../trading/sum.ts'
import { feeIn, feesBeside } from '../../exchange/fees.ts'
import { EXCHANGE_FACTS } from '../../exchange/adapters/registry.ts'
import { exact, price, signedMoney } from '../format.ts'
import { moveData } from '../trading-bots/move-views.ts'
import { BLANK, button, html, lines, link, list, type Html, type View } from '../view.ts'
import type { Words } from '../words.ts'
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
export function receiptView(words: Words, receipt: Receipt): View {
  const { receipt: w } = words.disconnect
  const { plan, key, cancelled, handWork, movable } = receipt
  const facts = EXCHANGE_FACTS[key.exchange]
  const disconnects = plan.kind === 'disconnect'
  const byHand =
    plan.facts.byHand !== undefined || handWork.length > 0 || unknownSales(plan).length > 0
  const listRow = handWork.length > 0 ? [[button(w.buttons.list, `hw:${key.id}`)]] : []
  return {
    kind: 'exit-receipt',
    text: lines(
      headLine(words, receipt),
      BLANK,
      w.cancelled(cancelled),
      ...soldLines(words, receipt),
      ...receipt.kept.map((one) => keptLine(words, receipt, one)),
      ...(plan.facts.unseenEnds ?? []).map((symbol) => w.unseenEnd(symbol, baseOf(symbol))),
      plan.facts.foreignOrders ? w.leftAlone(plan.facts.foreignOrders) : undefined,
      w.bots(plan.facts.botIds?.length ?? 0),
      ...(byHand ? handWorkLines(words, receipt) : []),
      disconnects ? keyLine(words, receipt) : undefined,
      ...(disconnects
        ? [
            BLANK,
            w.deleteKey(facts.name),
            list(facts.deleteKeySteps.map((step, i) => html`${i + 1}. ${step}`)),
          ]
        : []),
    ),
    keyboard: disconnects
      ? [
          [link(words.keys.buttons.open(facts.name), facts.keyPage)],
          ...listRow,
          ...(movable > 0 ? [[moveButton(words, plan, movable)]] : []),
          [button(w.buttons.link, 'link')],
        ]
      : [...listRow, [button(words.general.bots, 'bots')]],
  }
}

/** An exit that left work to the trader is not called a disconnect. */
function headLine({ disconnect: { receipt: w } }: Words, receipt: Receipt): Html {
  const { plan, name, handWork } = receipt
  const open = handWork.filter(({ done }) => !done).length + unknownSales(plan).length
  if (plan.kind === 'remove') return w.removed(name, open)
  return open === 0 ? w.disconnected(name) : w.leftToDo(name, isSealed(receipt), open)
}

function unknownSales({ facts }: ExitPlan): string[] {
  return [...new Set(facts.unknownSales)]
}

function isSealed({ plan, key }: Receipt): boolean {
  return plan.checkDead && key.status === 'sealed'
}

function moveButton({ disconnect }: Words, { id }: ExitPlan, movable: number) {
  return button(disconnect.receipt.buttons.move(movable), moveData({ kind: 'exit', id }))
}

function soldLines(
  { disconnect: { receipt: w } }: Words,
  { positions, fills, realized }: Receipt,
): Html[] {
  return positions.flatMap((one) => {
    const mine = fills.filter(({ botId }) => botId === one.botId)
    if (mine.length === 0) return []
    const quote = quoteOf(one.symbol)
    const amount = sum(mine.map((fill) => fill.amount))
    const cost = sum(mine.map((fill) => fill.cost))
    const profit = realized.get(one.botId)
    return [
      w.sold(
        `${exact(amount)} ${baseOf(one.symbol)}`,
        `${price(cost.div(amount))} ${quote}`,
        w.fee(...feesOf(mine)),
        profit && signedMoney(profit, quote),
      ),
    ]
  })
}

/** Fees that are known, by coin, and of how many trades the exchange does not report it. */
function feesOf(fills: readonly Fill[]): [known: string[], unknown: number] {
  const coins = new Set(fills.flatMap(({ fees }) => feesBeside(fees).map(({ coin }) => coin)))
  const known = [...coins].map(
    (coin) => `${exact(sum(fills.map(({ fees }) => feeIn(fees, coin))))} ${coin}`,
  )
  return [known, fills.filter(({ fees }) => fees === 'unknown').length]
}

function keptLine(
  { disconnect: { receipt: w } }: Words,
  { positions }: Receipt,
  one: KeptPosition,
): Html {
  const decided = positions.find(({ botId }) => botId === one.id)
  const coins = `${exact(one.amount)} ${baseOf(one.symbol)}`
  const onRecord = w.onRecord(`${price(one.averageCost)} ${quoteOf(one.symbol)}`)
  if (decided?.outcome === 'unlisted') return w.unlisted(coins, onRecord)
  if (decided?.outcome !== 'kept') return w.tooSmall(coins)
  return decided.cause !== undefined && isPassing(decided.cause)
    ? w.notSold(coins, decided.cause, onRecord)
    : w.kept(coins)
}

function handWorkLines(words: Words, { handWork, plan }: Receipt): Html[] {
  const { receipt: w } = words.disconnect
  const unknown = unknownSales(plan)
  const open = handWork.filter(({ done }) => !done)
  if (open.length === 0 && unknown.length === 0) return [w.nothingLeft]
  return [
    BLANK,
    w.pleaseDo,
    ...capped(
      words,
      handWork.map((line) => handWorkLine(words, line)),
    ),
    ...unknown.map((symbol) => w.lookFirst(baseOf(symbol))),
  ]
}

function keyLine({ disconnect: { receipt: w } }: Words, receipt: Receipt): Html {
  return isSealed(receipt) ? w.sealed : w.erased
}
