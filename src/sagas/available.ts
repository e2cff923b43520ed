import { Big } from 'big.js'
import type { Account, Balance } from '../exchange/exchange.ts'
import { ExchangeError } from '../exchange/exchange-error.ts'
import { smaller } from '../strategies/order-minimum.ts'
import type { BotPosition } from '../trading-bots/positions.ts'
import type { Order } from '../trading/order.ts'
import { readBalance } from './read-balance.ts'

/**
 * How much of each position is free on the account or locked in orders of ours, by bot. The rest was
 * moved, earns, or is locked in an order that is not ours. Bots on one coin share it in their order.
 */
export function availableOf(
  positions: readonly BotPosition[],
  orders: readonly Order[],
  account: Pick<Account, 'balances'>,
): ReadonlyMap<string, Big> {
  const left = new Map<string, Big>()
  return new Map(
    positions.map(({ bot, position }) => {
      const [coin = ''] = bot.symbol.split('/')
      const balance = readBalance(account, coin)
      // What can't be read is not called away.
      if (balance instanceof ExchangeError) return [bot.id, position.amount]
      const there = left.get(coin) ?? availableCoins(coin, orders, balance)
      const available = smaller(position.amount, there)
      left.set(coin, there.minus(available))
      return [bot.id, available]
    }),
  )
}

function availableCoins(coin: string, orders: readonly Order[], { free, used }: Balance): Big {
  const ours = orders.reduce((total, order) => total.plus(lockedIn(order, coin)), new Big(0))
  return free.plus(smaller(used, ours))
}

/** A sale locks its base, a buy its quote. */
function lockedIn({ symbol, side, amount, filled, price }: Order, coin: string): Big {
  const [base, quote] = symbol.split('/')
  const rest = amount.minus(filled)
  if (side === 'sell') return coin === base ? rest : new Big(0)
  return coin === quote ? rest.times(price) : new Big(0)
}
