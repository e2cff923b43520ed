import { Big } from 'big.js'
import type { Parameter, Parameters, SetupSituation, Strategy } from './strategy.ts'

/** @throws {TypeError} if the parameter is missing or not a decimal. */
export function decimalOf(parameters: Parameters, name: string): Big {
  const value = optionalDecimalOf(parameters, name)
  if (value === undefined) throw new TypeError(`Cannot read parameter ${name}: not a decimal`)
  return value
}

/** Undefined when it was skipped. @throws {TypeError} if it is not a decimal. */
export function optionalDecimalOf(parameters: Parameters, name: string): Big | undefined {
  const text = parameters[name]
  if (text === undefined) return undefined
  if (!/^\d+(\.\d+)?$/.test(text)) {
    throw new TypeError(`Cannot read parameter ${name}: not a decimal`)
  }
  return new Big(text)
}

/** The suggested answer, as it is kept. */
export function suggestionOf(
  parameter: Parameter,
  situation: SetupSituation,
  earlier: Parameters,
): string {
  return parameter.unit === 'choice'
    ? parameter.suggest()
    : parameter.suggest(situation, earlier).toFixed()
}

/** Undefined when the answer, a decimal or the value of a choice, will do; else a sentence. */
export function faultOf(
  parameter: Parameter,
  answer: string,
  earlier: Parameters,
  situation: SetupSituation,
): string | undefined {
  if (parameter.unit !== 'choice') return parameter.check(new Big(answer), earlier, situation)
  const { label, choices, check, suggest } = parameter
  if (choices.some(({ value }) => value === answer)) return check(answer, earlier, situation)
  const named = (value: string) =>
    `“${choices.find((choice) => choice.value === value)?.label ?? value}”`
  const all = choices.map(({ value }) => named(value)).join(' or ')
  return `${label} must be ${all}: ${named(suggest())} would do.`
}

/** The answers with a suggestion for each that is missing, unless one may go without. */
export function withSuggestions(
  { parameters }: Pick<Strategy, 'parameters'>,
  answers: Parameters,
  situation: SetupSituation,
): Parameters {
  return parameters.reduce<Parameters>((earlier, parameter) => {
    const { name, asked } = parameter
    if (earlier[name] !== undefined || asked === 'optional') return earlier
    return { ...earlier, [name]: suggestionOf(parameter, situation, earlier) }
  }, answers)
}

/** What is wrong with the first answer that will not do; undefined when all will. */
export function firstFaultOf(
  { parameters }: Pick<Strategy, 'parameters'>,
  answers: Parameters,
  situation: SetupSituation,
): string | undefined {
  for (const parameter of parameters) {
    const answer = answers[parameter.name]
    const sentence = answer && faultOf(parameter, answer, answers, situation)
    if (sentence) return sentence
  }
  return undefined
}
