import type { ExchangeId } from '../../exchange/exchange.ts'
import { EXCHANGE_FACTS } from '../../exchange/known-exchanges.ts'
import { getKey } from '../../keys/key-repo.ts'
import type { Notice } from '../../notices/notice.ts'
import { getBot } from '../../trading-bots/bot-repo.ts'
import type { TradingBot } from '../../trading-bots/trading-bot.ts'
import { listOrdersById } from '../../trading/order-repo.ts'
import type { Order } from '../../trading/order.ts'
import type { Deps } from '../deps.ts'
import { baseOf, capped, quoteOf } from '../disconnect/exit-words.ts'
import { count, exact, money, price } from '../format.ts'
import { BLANK, button, html, lines, link, type Html, type View } from '../view.ts'

/** What befell a bot's orders without us; undefined when the bot is gone by now. */
export async function ordersChangedOf(
  deps: Deps,
  { botId, orderIds }: Extract<Notice, { kind: 'orders-changed' }>,
): Promise<View | undefined> {
  const bot = await getBot(deps.db, botId)
  if (bot.status === 'removed') return undefined
  const { exchange } = await getKey(deps.db, bot.keyId)
  return ordersChangedView({ bot, exchange, orders: await listOrdersById(deps.db, orderIds) })
}

interface OrdersChanged {
  bot: TradingBot
  exchange: ExchangeId
  orders: readonly Order[]
}

/** Orders of a bot that were cancelled, forgotten or filled while nobody of us did or saw it. */
export function ordersChangedView({ bot, exchange, orders }: OrdersChanged): View {
  const cancelled = orders.filter(({ reason }) => reason === 'elsewhere')
  const vanished = orders.filter(({ reason }) => reason === 'vanished')
  const filled = orders.filter((order) => ![...cancelled, ...vanished].includes(order))
  const over = cancelled.length + vanished.length > 0
  return {
    kind: 'orders-changed',
    text: lines(
      html`${over ? '🟠' : '🔵'} <b>${bot.name}</b>: ${headline(cancelled, vanished, filled)}`,
      ...part(cancelled, html`Cancelled at the exchange, not by Undock:`, endedLine),
      ...part(
        vanished,
        html`Not known to the exchange any more, which tells no reason:`,
        endedLine,
      ),
      ...part(filled, html`Filled while Undock was not looking:`, filledLine),
      BLANK,
      html`What they filled is on record and counted in the profit.${cancelled.length > 0 ? ' What the cancelled ones held is free again.' : ''}`,
      vanished.length > 0
        ? html`Please check at ${EXCHANGE_FACTS[exchange].name} what became of those that are gone, and whether what they held is free.`
        : undefined,
      nextWords(bot),
    ),
    keyboard: [
      [
        button('Show the bot', `bot:${bot.id}:show`),
        ...(bot.status === 'running' && over ? [button('Pause', `bot:${bot.id}:pause`)] : []),
        ...(bot.status === 'paused' || bot.status === 'failed'
          ? [button('Resume', `bot:${bot.id}:go`, 'success')]
          : []),
      ],
    ],
  }
}

function headline(
  cancelled: readonly Order[],
  vanished: readonly Order[],
  filled: readonly Order[],
): string {
  const parts = [
    cancelled.length > 0 && `${count(cancelled.length, 'order')} cancelled`,
    vanished.length > 0 && `${count(vanished.length, 'order')} gone`,
    filled.length > 0 && `${count(filled.length, 'order')} filled`,
  ]
  return `${parts.filter((one) => one !== false).join(', ')} without Undock`
}

function part(orders: readonly Order[], title: Html, line: (order: Order) => Html): Html[] {
  return orders.length === 0 ? [] : [BLANK, title, ...capped(orders.map(line))]
}

function endedLine({ side, symbol, amount, price: limit, filled }: Order): Html {
  const order = html`${side} of ${exact(amount)} ${baseOf(symbol)} at ${price(limit)} ${quoteOf(symbol)}`
  return filled.gt(0) ? html`• ${order}, ${exact(filled)} of it filled before` : html`• ${order}`
}

function filledLine({ side, symbol, filled, cost }: Order): Html {
  const [base, quote] = [baseOf(symbol), quoteOf(symbol)]
  const verb = side === 'buy' ? 'bought' : 'sold'
  return html`• ${verb} ${exact(filled)} ${base} for ${money(cost, quote)}`
}

/** What the bot does now, by its state at the moment of telling. */
function nextWords({ status, reason }: TradingBot): Html {
  if (status === 'running') return html`The bot goes on and places what it still wants there.`
  if (reason === 'orders-cancelled') {
    return html`It was the second time in a row for the same order, so <b>the bot is paused</b>. Its other orders still rest and may fill. Resume it if it should place them again.`
  }
  return html`The bot is paused: it places nothing until you resume it.`
}

/** Orders that look like ours and are not on record; undefined when the key is gone by now. */
export async function strayOrdersOf(
  deps: Deps,
  { keyId, count: strays, symbols }: Extract<Notice, { kind: 'stray-orders' }>,
): Promise<View | undefined> {
  const { label, tail, status, exchange } = await getKey(deps.db, keyId)
  if (status === 'unlinked') return undefined
  const { name, keyPage } = EXCHANGE_FACTS[exchange]
  return {
    kind: 'stray-orders',
    text: lines(
      html`🟠 <b>${label} …${tail}</b>: ${count(strays, 'open order')} on ${symbols.join(', ')} ${strays === 1 ? 'bears' : 'bear'} an id of Undock’s, but ${strays === 1 ? 'is' : 'are'} in none of its records.`,
      html`Perhaps another Undock works on the same account, or its database was put back by hand. They are left alone: nothing here cancels them or counts them.`,
      html`If you do not know them, cancel them at ${name}.`,
    ),
    keyboard: [[link(`Open ${name}`, keyPage)]],
  }
}
