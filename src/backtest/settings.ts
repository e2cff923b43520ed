import { Big } from 'big.js'
import { parseDecimal } from '../lib/decimal-input.ts'
import { firstFaultOf, withSuggestions } from '../strategies/answers.ts'
import { STRATEGIES, type StrategyId } from '../strategies/strategies.ts'
import type { Parameters, SetupSituation } from '../strategies/strategy.ts'
import { BacktestRefused } from './backtest-refused.ts'

/** All that a strategy is told. */
export interface Settings {
  strategy: StrategyId
  parameters: Parameters
  /** Names of those that were not given, so that the strategy's own suggestion was taken. */
  suggested: ReadonlySet<string>
}

/** Money that is free where nobody says how much. */
export const FREE = new Big(10_000)

/**
 * What was given, with the strategy's suggestions for the rest.
 *
 * @throws {BacktestRefused} which names the parameter, its bound and a value that would do.
 */
export function settle(
  strategy: StrategyId,
  given: ReadonlyMap<string, string>,
  situation: SetupSituation,
): Settings {
  const rules = STRATEGIES[strategy]
  const names = rules.parameters.map(({ name }) => name)
  const answers: Record<string, string> = {}
  for (const [name, text] of given) {
    const parameter = rules.parameters.find((one) => one.name === name)
    if (parameter === undefined) {
      throw new BacktestRefused(
        `${rules.name} has no setting “${name}”: it has ${names.join(', ')}.`,
      )
    }
    answers[name] = parameter.unit === 'choice' ? text : decimal(name, text)
  }
  const parameters = withSuggestions(rules, answers, situation)
  const fault = firstFaultOf(rules, parameters, situation)
  if (fault !== undefined) throw new BacktestRefused(fault)
  const preview = rules.preview(parameters, situation)
  if (!preview.ok) throw new BacktestRefused(preview.sentence)
  return {
    strategy,
    parameters,
    suggested: new Set(Object.keys(parameters).filter((name) => !given.has(name))),
  }
}

function decimal(name: string, text: string): string {
  const parsed = parseDecimal(text)
  if (parsed.kind === 'ok') return parsed.value
  const cure = parsed.kind === 'did-you-mean' ? `: write ${parsed.value}` : ''
  throw new BacktestRefused(`${name}: “${text}” is no number such as 1.5${cure}.`)
}
