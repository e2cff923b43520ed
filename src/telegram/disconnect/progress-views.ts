import type { Big } from 'big.js'
import type { ExitPlan, ExitPosition } from '../../sagas/exit-plan.ts'
import type { KeptPosition } from '../../sagas/kept-repo.ts'
import type { HandWork } from '../../sagas/hand-work-repo.ts'
import type { Key } from '../../keys/key.ts'
import type { Fill } from '../../trading/fill-repo.ts'
import { EXCHANGE_FACTS } from '../../exchange/known-exchanges.ts'
import { count, exact, price, signedMoney } from '../format.ts'
import { BLANK, button, html, lines, link, list, type Html, type View } from '../view.ts'
import { titleOf } from './decision-views.ts'
import { baseOf, quoteOf } from './exit-words.ts'

/** How far a plan is, by what the database knows. */
export interface Progress {
  plan: ExitPlan
  name: string
  /** Orders that were ours when it began, and how many of them have ended. */
  orders: { ended: number; all: number }
  positions: readonly ExitPosition[]
  keyErased: boolean
  /** Whether the last tries failed because the exchange did not answer. */
  waiting: boolean
  asked: number
}

/** The one message of an exit that is edited as it goes on. */
export function progressView(progress: Progress, eraseToken: string | undefined): View {
  const { plan, name, orders, positions, keyErased, waiting, asked } = progress
  const closing = positions.filter(({ decision }) => decision === 'close')
  const ended = closing.filter(({ outcome }) => outcome !== undefined && outcome !== 'asked')
  const runs = plan.status === 'running'
  return {
    text: lines(
      html`<b>${titleOf(plan, name)}</b>${HEADS[plan.status]}`,
      BLANK,
      html`${tick(orders.ended === orders.all)} cancelled ${orders.ended} of ${orders.all}`,
      html`${tick(ended.length === closing.length)} sold ${ended.length} of ${closing.length}`,
      html`${tick(!runs)} ${runs ? 'checking' : 'checked'}`,
      plan.kind === 'disconnect'
        ? html`${tick(keyErased)} ${keyWords(plan, keyErased)}`
        : undefined,
      asked > 0 ? html`❓ ${count(asked, 'question')} for you below.` : undefined,
      waiting && runs
        ? html`⏳ The exchange does not answer just now. I keep trying; nothing is lost.`
        : undefined,
    ),
    keyboard: runs
      ? [
          [button('Stop', `x:${plan.id}:stop`)],
          ...(eraseToken === undefined
            ? []
            : [[button('Erase now, I finish by hand', `t:${eraseToken}`, 'danger')]]),
        ]
      : [],
  }
}

const HEADS = {
  draft: '',
  running: ': under way',
  stopped: ': stopped',
  done: ': done',
  left: ': left',
} as const satisfies Record<ExitPlan['status'], string>

function keyWords(plan: ExitPlan, erased: boolean): string {
  if (erased) return 'key erased'
  return plan.checkDead && plan.status === 'done' ? 'key sealed' : 'key not erased yet'
}

function tick(done: boolean): string {
  return done ? '✅' : '▫️'
}

/** What the floor did not let through, or what grew by a late fill. */
export function questionView(
  one: ExitPosition,
  left: Big,
  tokens: { sell: string; keep: string },
): View {
  const quote = quoteOf(one.symbol)
  return {
    text: lines(
      html`❓ <b>${exact(left)} ${baseOf(one.symbol)}</b> ${left.eq(1) ? 'is' : 'are'} not sold.`,
      html`The price fell under what you agreed to, or more was bought before the last order was cancelled. Now about ${price(one.priceShown)} ${quote}; average cost ${price(one.averageCost)}.`,
    ),
    keyboard: [
      [
        button(
          `Sell at ${exact(one.floor)} (${signedMoney(one.profitShown, quote)})`,
          `t:${tokens.sell}`,
          one.profitShown.lt(0) ? 'danger' : 'success',
        ),
      ],
      [button('Keep', `t:${tokens.keep}`)],
    ],
  }
}

export function questionClosedView(symbol: string): View {
  return { text: lines(html`${symbol}: this question is answered.`), keyboard: [] }
}

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
}

/** The receipt. It can be forwarded: it holds no secret. */
export function receiptView(receipt: Receipt): View {
  const { plan, key, name, cancelled, handWork } = receipt
  const facts = EXCHANGE_FACTS[key.exchange]
  const disconnects = plan.kind === 'disconnect'
  const byHand = plan.facts.byHand !== undefined
  return {
    text: lines(
      html`🧾 <b>${disconnects ? `${name} is disconnected` : `${name} is removed`}</b>`,
      BLANK,
      html`Cancelled: ${count(cancelled, 'order')} of ours`,
      ...soldLines(receipt),
      ...receipt.kept.map((one) => keptLine(receipt, one)),
      plan.facts.foreignOrders
        ? html`Left alone: ${count(plan.facts.foreignOrders, 'order')} that ${plan.facts.foreignOrders === 1 ? 'is' : 'are'} not ours`
        : undefined,
      html`Bots removed: ${plan.facts.botIds?.length ?? 0} (history stays: /export)`,
      ...(byHand ? handWorkLines(receipt) : []),
      ...(handWork.length > 0 || !byHand ? [] : [html`Nothing is left to do by hand.`]),
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
          ...(handWork.length > 0 ? [[button('The list, to tick off', `hw:${key.id}`)]] : []),
          [button('Link a new key', 'link')],
        ]
      : [[button('Bots', 'bots')]],
  }
}

function soldLines({ positions, fills, realized }: Receipt): Html[] {
  return positions.flatMap((one) => {
    const mine = fills.filter(({ botId }) => botId === one.botId)
    const [first] = mine
    if (first === undefined) return []
    const quote = quoteOf(one.symbol)
    const amount = mine.reduce(
      (total, fill) => total.plus(fill.amount),
      first.amount.minus(first.amount),
    )
    const cost = mine.reduce((total, fill) => total.plus(fill.cost), amount.minus(amount))
    const fees = [...new Set(mine.map((fill) => fill.feeCurrency))].map((coin) => {
      const of = mine.filter((fill) => fill.feeCurrency === coin)
      return `${exact(of.reduce((total, fill) => total.plus(fill.fee), amount.minus(amount)))} ${coin}`
    })
    const profit = realized.get(one.botId)
    return [
      html`Sold: <b>${exact(amount)} ${baseOf(one.symbol)}</b> at ${price(cost.div(amount))} ${quote}, fee ${fees.join(' + ')}, realized <b>${profit === undefined ? 'unknown' : signedMoney(profit, quote)}</b>`,
    ]
  })
}

function keptLine({ positions, plan }: Receipt, one: KeptPosition): Html {
  const decided = positions.find(({ symbol }) => symbol === one.symbol)
  const why =
    plan.facts.byHand !== undefined
      ? 'Left'
      : decided?.outcome === 'kept'
        ? 'Kept'
        : decided?.outcome === 'missing'
          ? 'Not free on the account any more'
          : 'Too small to sell'
  return html`${why}: ${exact(one.amount)} ${baseOf(one.symbol)}`
}

function handWorkLines({ handWork }: Receipt): Html[] {
  if (handWork.length === 0) return []
  return [
    BLANK,
    html`<b>Undock could not do this; please do it at the exchange:</b>`,
    ...handWork.map(handWorkLine),
  ]
}

/** One line of what is to be done by hand. */
export function handWorkLine(line: HandWork): Html {
  const { base, quote } = { base: baseOf(line.symbol), quote: quoteOf(line.symbol) }
  const words =
    line.kind === 'cancel'
      ? html`cancel the ${line.side} of ${exact(line.amount)} ${base} at ${line.price === undefined ? '?' : price(line.price)} ${quote}`
      : html`sell ${exact(line.amount)} ${base} into ${quote}, if you want to`
  return html`${line.done ? '☑' : '☐'} ${words}`
}

function keyLine({ plan, key }: Receipt): Html {
  if (plan.checkDead && key.status === 'sealed') {
    return html`The key is sealed: it is used for nothing but asking whether it still works. Delete it at the exchange now; it is erased here the moment the exchange refuses it, or after 24 hours. I tell you which.`
  }
  return html`The key is <b>erased here</b>.`
}
