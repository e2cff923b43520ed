import { Big } from 'big.js'
import { roundDownTo, type Market } from '../exchange/market.ts'
import { smaller } from '../strategies/order-minimum.ts'
import { STRATEGIES, type StrategyId } from '../strategies/strategies.ts'
import type { Parameters, Refusal, Situation } from '../strategies/strategy.ts'
import type { TradingBot } from './trading-bot.ts'

/** The account and exchange that a bot's settings are to move to. */
export interface MoveTarget extends Pick<Situation, 'feeRate' | 'now'> {
  markets: ReadonlyMap<string, Market>
  /** Last prices by symbol. */
  prices: ReadonlyMap<string, Big>
}

/** A setting that could not stay as it was. */
export interface Change {
  /** The strategy's name of the parameter. */
  name: string
  from: Big
  to: Big
  /** `agreed`: the trader said yes to it. The others are rules of the exchange moved to. */
  cause: 'price-step' | 'minimum' | 'fee' | 'agreed'
}

/** What only the trader can decide. */
export type Ask =
  /** The base is traded for another quote only: the bot's money would be another coin. */
  | { kind: 'coin'; from: string; to: string }
  /** The money given is too little for that exchange's minimums. */
  | { kind: 'money'; given: Big; needed: Big }

/** What a bot's settings become on another exchange, or why they can't go there. */
export type Adapted =
  | { kind: 'fits'; symbol: string; parameters: Parameters; changes: Change[]; asks: Ask[] }
  | { kind: 'not-traded' }
  | { kind: 'no-price'; symbol: string }
  /** A rule that no change within the trader's intent would satisfy, in a sentence. */
  | { kind: 'refused'; symbol: string; sentence: string }

/** Quotes in which the same price means the same: others would turn a bot's prices into nonsense. */
const DOLLARS = ['USDT', 'USDC', 'USD', 'FDUSD']

/** Settings that may be mended unasked: they change the size or number of orders, never the money or the range. */
const MENDED = {
  grid: ['gridCount'],
  dca: ['safetyOrders', 'baseOrder', 'deviation'],
} as const satisfies Record<StrategyId, readonly string[]>

/** More rules than a bot can break, one after the other. */
const MOST_TRIES = 12
/** Money that is asked for is this much above the least, which moves with the price. */
const MARGIN = '1.2'

/** The symbol on which a bot of this symbol could trade there: its own, or its base for another dollar. */
export function symbolThere(
  symbol: string,
  markets: ReadonlyMap<string, Market>,
): string | undefined {
  if (markets.get(symbol)?.active) return symbol
  const [base, quote = ''] = symbol.split('/')
  if (!DOLLARS.includes(quote)) return undefined
  return DOLLARS.map((dollar) => `${base}/${dollar}`).find((one) => markets.get(one)?.active)
}

/**
 * Fits a bot's settings to another exchange. What its rules force is changed and listed; what
 * touches the trader's money is asked, with `agreed` as the money that was said yes to.
 */
export function adaptSettings(
  bot: Pick<TradingBot, 'strategy' | 'symbol' | 'parameters'>,
  { markets, prices, feeRate, now }: MoveTarget,
  agreed = new Big(0),
): Adapted {
  const symbol = symbolThere(bot.symbol, markets)
  const market = symbol === undefined ? undefined : markets.get(symbol)
  if (symbol === undefined || market === undefined) return { kind: 'not-traded' }
  const price = prices.get(symbol)
  if (price === undefined) return { kind: 'no-price', symbol }

  const given = new Big(bot.parameters['money'] ?? 0)
  const causes = new Map<string, Change['cause']>()
  let needed: Big | undefined
  // Another fee tier must not change the size of orders that rest: the rate stays with the bot.
  let settings: Parameters = { ...onTick(bot, market, causes), feeRate: feeRate.toFixed() }
  const put = (name: string, value: Big, cause: Change['cause']) => {
    settings = { ...settings, [name]: value.toFixed() }
    causes.set(name, cause)
  }
  if (agreed.gt(given)) put('money', agreed, 'agreed')

  let sentence = ''
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const preview = STRATEGIES[bot.strategy].preview(settings, { market, price, feeRate, now })
    if (preview.ok) {
      const changes = [...causes].map(([name, cause]) => ({
        name,
        from: new Big(bot.parameters[name] ?? 0),
        to: new Big(settings[name] ?? 0),
        cause,
      }))
      return {
        kind: 'fits',
        symbol,
        parameters: settings,
        changes,
        asks: asksOf(bot, symbol, needed),
      }
    }
    sentence = preview.sentence
    const wanted = moneyWanted(preview, settings)
    const mended = mend(bot.strategy, preview)
    if (wanted !== undefined) {
      needed = wanted
      settings = { ...settings, money: wanted.toFixed() }
    } else if (mended !== undefined) put(preview.field, mended, causeOf(preview))
    else break
  }
  return { kind: 'refused', symbol, sentence }
}

/** Its prices on the tick of that exchange. */
function onTick(
  { strategy, parameters }: Pick<TradingBot, 'strategy' | 'parameters'>,
  { tickSize }: Market,
  causes: Map<string, Change['cause']>,
): Parameters {
  const prices = STRATEGIES[strategy].parameters.filter(({ unit }) => unit === 'price')
  return prices.reduce<Parameters>((settings, { name }) => {
    const was = parameters[name]
    if (was === undefined || new Big(was).mod(tickSize).eq(0)) return settings
    causes.set(name, 'price-step')
    return { ...settings, [name]: roundDownTo(tickSize, new Big(was)).toFixed() }
  }, parameters)
}

/** The money with which a rule about money would hold; undefined for any other rule. */
function moneyWanted({ field, reason, bound }: Refusal, { money }: Parameters): Big | undefined {
  if (field === 'money') return bound.times(MARGIN).prec(3, Big.roundUp)
  // Not even one safety order beside the base order.
  if (field !== 'safetyOrders' || reason !== 'no-room') return undefined
  return new Big(money ?? 0).times('1.5').prec(3, Big.roundUp)
}

/** The value nearest to the trader's own that would do; undefined where only they can say. */
function mend(strategy: StrategyId, { field, bound, suggestion }: Refusal): Big | undefined {
  const names: readonly string[] = MENDED[strategy]
  if (!names.includes(field) || bound.lte(0)) return undefined
  // A minimum in money moves with the price.
  return field === 'baseOrder' ? smaller(bound.prec(3, Big.roundUp), suggestion) : bound
}

function causeOf({ field, reason }: Refusal): Change['cause'] {
  if (reason === 'profit-under-fees') return 'fee'
  return reason === 'grid-too-dense' || field === 'deviation' ? 'price-step' : 'minimum'
}

function asksOf(
  { symbol: before, parameters }: Pick<TradingBot, 'symbol' | 'parameters'>,
  symbol: string,
  needed: Big | undefined,
): Ask[] {
  const [from = '', to = ''] = [before, symbol].map((one) => one.split('/')[1])
  const given = new Big(parameters['money'] ?? 0)
  return [
    ...(from === to ? [] : [{ kind: 'coin', from, to } as const]),
    ...(needed === undefined ? [] : [{ kind: 'money', given, needed } as const]),
  ]
}
