import { Big } from 'big.js'
import { STRATEGIES } from '../../strategies/strategies.ts'
import type { Parameter } from '../../strategies/strategy.ts'
import { unitText } from '../../strategies/units.ts'
import type { TradingBot } from '../../trading-bots/trading-bot.ts'
import { exact } from '../format.ts'
import type { Words } from '../words.ts'

/** All that a bot was told, e.g. `Lowest price 55,000 USDT, Number of grids 10`. */
export function settingsText(
  { bots }: Words,
  { strategy, symbol, parameters }: Pick<TradingBot, 'strategy' | 'symbol' | 'parameters'>,
): string {
  const quote = symbol.split('/')[1] ?? ''
  const told = STRATEGIES[strategy].parameters.flatMap((parameter) => {
    const answer = parameters[parameter.name]
    if (answer === undefined) return []
    return [{ label: parameter.label, answer: answerText(parameter, answer, quote) }]
  })
  return bots.settings(told)
}

/** An answer with its unit, e.g. `54,000 USDT` or `2 %`; of a choice, its label. */
function answerText(parameter: Parameter, answer: string, quote: string): string {
  if (parameter.unit === 'choice') {
    return parameter.choices.find(({ value }) => value === answer)?.label ?? answer
  }
  return `${exact(new Big(answer))}${unitText(parameter.unit, quote)}`
}
