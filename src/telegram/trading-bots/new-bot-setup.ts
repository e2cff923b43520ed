import type { Big } from 'big.js'
import { ExchangeError } from '../../exchange/exchange-error.ts'
import type { ExchangeId } from '../../exchange/exchange.ts'
import type { Market } from '../../exchange/market.ts'
import { listKeys } from '../../keys/key-repo.ts'
import { firstFaultOf, withSuggestions } from '../../strategies/answers.ts'
import { STRATEGIES, type StrategyId } from '../../strategies/strategies.ts'
import type { Parameters, SetupSituation } from '../../strategies/strategy.ts'
import { createBot, whyUnfit, type KeyUnfit } from '../../trading-bots/create-bot.ts'
import type { Deps } from '../deps.ts'
import { money, exact, signedMoney } from '../format.ts'
import type { Words } from '../words.ts'
import { freeFor } from './free-money.ts'
import { findKept, missingWords, startWithKept, toFill, type PlainKept } from './kept-setup.ts'
import { situationOf, toSetup, type Setup } from './plain-setup.ts'

/** A key that a bot can be made on. Plain text only: it passes through a stored dialogue. */
export interface SetupChoice {
  keyId: string
  label: string
  exchange: ExchangeId
  feeRate: string
}

export type PlainPreview =
  | {
      ok: true
      moneyNeeded: string
      smallestOrderCost: string
      /** What the strategy says of these numbers. */
      sentences: string[]
    }
  | { ok: false; sentence: string }

/** A key that can't carry a bot, and why. */
export interface UnfitKey {
  label: string
  why: KeyUnfit
}

/** The bot is there; or it is not, with why if it is not the key. */
export type Started = { ok: true; name: string } | { ok: false; sentence?: string }

type Opened = { ok: true; setup: Setup } | { ok: false; sentence: string }

const POPULAR = ['BTC/USDT', 'ETH/USDT', 'SOL/USDT', 'BNB/USDT', 'ETH/BTC', 'XRP/USDT']

/** What the new-bot dialogue asks of the rest of Undock. Everything returned is plain JSON. */
export function newBotSetup(deps: Deps, words: Words) {
  const { newBot: w } = words.bots
  return {
    /** The keys that can carry a bot, and those that can't. */
    async listKeys(userId: string): Promise<{ fit: SetupChoice[]; others: UnfitKey[] }> {
      const keys = await listKeys(deps.db, userId)
      const fit = keys.filter((key) => whyUnfit(key) === undefined)
      return {
        fit: fit.map(({ id, label, exchange, takerFeeRate }) => ({
          keyId: id,
          label,
          exchange,
          feeRate: takerFeeRate.toFixed(),
        })),
        others: keys.flatMap((key) => {
          const why = whyUnfit(key)
          return why === undefined ? [] : { label: key.label, why }
        }),
      }
    },

    async suggestSymbols({ exchange }: SetupChoice): Promise<string[]> {
      try {
        const markets = await deps.exchanges.markets(exchange).fetchMarkets()
        return POPULAR.filter((symbol) => markets.get(symbol)?.active)
      } catch (error) {
        if (error instanceof ExchangeError) return []
        throw error
      }
    },

    /** Finds the symbol, its price, and the money that is free for it. */
    async open(choice: SetupChoice, strategy: StrategyId, typed: string): Promise<Opened> {
      const name = typed
        .trim()
        .toUpperCase()
        .replace(/\s*[\s\-_/]\s*/, '/')
      if (!/^[\p{L}\p{N}./]{2,24}$/u.test(name)) return { ok: false, sentence: w.noSymbol }
      try {
        const source = deps.exchanges.markets(choice.exchange)
        const markets = await source.fetchMarkets()
        const market =
          markets.get(name) ?? [...markets.values()].find((one) => one.base + one.quote === name)
        if (market === undefined || !market.active) {
          return { ok: false, sentence: unknownSymbol(words, name, [...markets.values()]) }
        }
        const price = (await source.fetchPrices([market.symbol])).get(market.symbol)
        if (price === undefined) return { ok: false, sentence: w.busy }
        const free = await freeFor(deps, choice.keyId, market.quote)
        const setup = toSetup({ market, price, free, now: deps.clock.now() }, choice.feeRate)
        const hurdle = hurdleOf(strategy, situationOf(setup))
        if (hurdle !== undefined) {
          return { ok: false, sentence: w.hurdle(market.symbol, hurdle, market.quote) }
        }
        return { ok: true, setup }
      } catch (error) {
        if (error instanceof ExchangeError)
          return { ok: false, sentence: error.code === 'key-rejected' ? w.keyRefused : w.busy }
        throw error
      }
    },

    situationOf,

    /** Looks up coins that were kept, and their symbol. */
    async openKept(
      choice: SetupChoice,
      strategy: StrategyId,
      id: string,
    ): Promise<Opened & { kept?: PlainKept }> {
      const found = await findKept(deps, words, choice.keyId, id)
      if (!found.ok) return found
      return { ...(await this.open(choice, strategy, found.kept.symbol)), kept: found.kept }
    },

    async preview(
      setup: Setup,
      strategy: StrategyId,
      answers: Parameters,
      kept?: PlainKept,
    ): Promise<PlainPreview> {
      const situation = situationOf(setup)
      const preview = STRATEGIES[strategy].preview(answers, situation)
      if (!preview.ok) return { ok: false, sentence: preview.sentence }
      const figures = {
        money: (amount: Big) => money(amount, setup.quote),
        profit: (amount: Big) => signedMoney(amount, setup.quote),
        exact,
      }
      const { adoption } = STRATEGIES[strategy]
      const coins = kept && toFill(kept, strategy, situation.now)
      const refusal = coins && adoption?.refuse(coins, answers, situation)
      if (refusal !== undefined) return { ok: false, sentence: refusal }
      const begun = coins && adoption?.describe(coins, answers, situation, figures)
      return {
        ok: true,
        moneyNeeded: preview.moneyNeeded.toFixed(),
        smallestOrderCost: preview.smallestOrderCost.toFixed(),
        sentences: [
          ...[kept && missingWords(words, kept)].filter((line) => line !== undefined),
          ...(begun ?? []),
          ...STRATEGIES[strategy].describe(answers, situation, figures),
        ],
      }
    },

    /** Starts the bot, once per id. */
    async start(
      botId: string,
      userId: string,
      choice: SetupChoice,
      setup: Setup,
      strategy: StrategyId,
      answers: Parameters,
      kept?: PlainKept,
    ): Promise<Started> {
      const request = {
        id: botId,
        userId,
        keyId: choice.keyId,
        strategy,
        symbol: setup.symbol,
        // Kept with the bot: another fee tier must not change the size of orders that rest.
        parameters: { ...answers, feeRate: choice.feeRate },
      }
      const made = await (kept === undefined
        ? createBot(deps, request)
        : startWithKept(deps, words, request, kept))
      if (typeof made === 'string') return { ok: false }
      return 'sentence' in made ? { ok: false, ...made } : { ok: true, name: made.name }
    },
  }
}

function unknownSymbol(
  { bots: { newBot: w } }: Words,
  name: string,
  markets: readonly Market[],
): string {
  const near = markets
    .filter((market) => market.active && market.base === name)
    .map((market) => market.symbol)
    .toSorted((a, b) => Number(b.endsWith('/USDT')) - Number(a.endsWith('/USDT')))
  return near.length > 0 ? w.coinOnly(name, near.slice(0, 3)) : w.notTraded(name)
}

/** What keeps even the suggested numbers from working: too little money, most often. */
function hurdleOf(strategy: StrategyId, situation: SetupSituation): string | undefined {
  const suggested = withSuggestions(STRATEGIES[strategy], {}, situation)
  return firstFaultOf(STRATEGIES[strategy], suggested, situation)
}
