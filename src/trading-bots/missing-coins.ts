import { Big } from 'big.js'
import type { Account, ExchangeFill } from '../exchange/exchange.ts'
import { feeIn } from '../exchange/fees.ts'
import { divideDown } from '../lib/divide.ts'
import { larger, smaller } from '../strategies/order-minimum.ts'
import { mayBeFee } from '../trading/position.ts'
import { sum } from '../trading/sum.ts'
import type { MissingCoins } from './missing-repo.ts'
import type { BotPosition } from './positions.ts'

/** What somebody traded by hand on a symbol, sales against buys. */
export interface SoldByHand {
  /** Base sold beyond what was bought; never below zero. */
  amount: Big
  /** Quote per base that the sales brought, known quote fees taken off. */
  price: Big
}

/** All that tells which coins of a key's bots are gone. */
export interface Holdings {
  held: readonly BotPosition[]
  /** Base in open sales of each bot: those coins are there. */
  locked: ReadonlyMap<string, Big>
  balances: Account['balances']
  /** The usual one: fees that are not reported may have been taken in the coins bought. */
  feeRate: Big
  /** By coin: what bots of other keys hold on the same account. */
  elsewhere: ReadonlyMap<string, Big>
  /** By symbol. */
  soldByHand: ReadonlyMap<string, SoldByHand>
  /** The smallest amount that counts, by symbol: less is dust. */
  stepOf: (symbol: string) => Big
}

/**
 * Coins that the bots hold by their books and that seem to have gone by hand. Where the account has
 * too little, some are gone for certain; where it has enough, but as much was sold by hand on the
 * bot's symbol, only its trader can tell whose they were.
 */
export function findMissing(holdings: Holdings): MissingCoins[] {
  const byCoin = Map.groupBy(
    holdings.held.filter(({ position }) => position.amount.gt(0)),
    ({ bot }) => bot.symbol.split('/')[0] ?? '',
  )
  return [...byCoin].flatMap(([coin, held]) => ofCoin(coin, held, holdings))
}

function ofCoin(coin: string, held: readonly BotPosition[], holdings: Holdings): MissingCoins[] {
  const balance = holdings.balances.get(coin)
  const onAccount = (balance?.free ?? ZERO).plus(balance?.used ?? 0)
  const present = larger(ZERO, onAccount.minus(holdings.elsewhere.get(coin) ?? ZERO))
  const surely = held.map(({ position }) =>
    position.amount.minus(mayBeFee(position, holdings.feeRate)),
  )
  const short = larger(ZERO, sum(surely).minus(present))

  const left = new Map([...holdings.soldByHand].map(([symbol, { amount }]) => [symbol, amount]))
  const claims = held.map((one) => {
    const { symbol } = one.bot
    const claim = smaller(unlocked(one, holdings), left.get(symbol) ?? ZERO)
    left.set(symbol, (left.get(symbol) ?? ZERO).minus(claim))
    return { ...one, claim }
  })
  // What is gone for certain is first looked for where a sale was seen, then where nothing is locked.
  let gone = short
  const take = (upTo: Big): Big => {
    const taken = smaller(upTo, gone)
    gone = gone.minus(taken)
    return taken
  }
  const seen = claims.map((one) => ({ ...one, least: take(one.claim) }))
  const rest = seen.map((one) => {
    const more = take(larger(ZERO, unlocked(one, holdings).minus(one.least)))
    return { ...one, least: one.least.plus(more) }
  })
  return rest.flatMap(({ bot, position, claim, least: before }) => {
    const least = before.plus(take(position.amount.minus(before)))
    const amount = larger(claim, least)
    if (amount.lt(holdings.stepOf(bot.symbol))) return []
    return [{ botId: bot.id, amount, least, price: holdings.soldByHand.get(bot.symbol)?.price }]
  })
}

function unlocked({ bot, position }: BotPosition, { locked }: Holdings): Big {
  return larger(ZERO, position.amount.minus(locked.get(bot.id) ?? ZERO))
}

/** What fills of a symbol, none of them ours, came to; undefined when no more was sold than bought. */
export function soldByHandOf(fills: readonly ExchangeFill[]): SoldByHand | undefined {
  const sales = fills.filter(({ side }) => side === 'sell')
  const amountOf = (some: readonly ExchangeFill[]) => sum(some.map(({ amount }) => amount))
  const sold = amountOf(sales)
  const amount = sold.minus(amountOf(fills.filter(({ side }) => side === 'buy')))
  if (amount.lte(0)) return undefined
  const brought = sales.map(({ cost, fees, symbol }) =>
    cost.minus(feeIn(fees, symbol.split('/')[1] ?? '')),
  )
  return { amount, price: divideDown(sum(brought), sold) }
}

const ZERO = new Big(0)
