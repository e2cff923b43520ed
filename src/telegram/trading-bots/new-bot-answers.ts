import { Big } from 'big.js'
import { parseDecimal } from '../../lib/decimal-input.ts'
import { faultOf, suggestionOf } from '../../strategies/answers.ts'
import type { Parameter, Parameters, SetupSituation } from '../../strategies/strategy.ts'
import type { Words } from '../words.ts'

/** What a tap on `Skip` stands for; typing it does the same. */
export const SKIP = 'skip'

/** What a trader's answer comes to. An answer without a value was skipped. */
export type AnswerReading =
  | { kind: 'answer'; value: string | undefined }
  | { kind: 'did-you-mean'; value: string }
  | { kind: 'refused'; sentence: string }

/** Reads what was typed, or the value of the button that was tapped. */
export function readAnswer(
  { bots }: Words,
  parameter: Parameter,
  text: string,
  earlier: Parameters,
  situation: SetupSituation,
): AnswerReading {
  if (parameter.asked === 'optional' && text.trim().toLowerCase() === SKIP) {
    return { kind: 'answer', value: undefined }
  }
  if (parameter.unit === 'choice') return judge(parameter, text.trim(), earlier, situation)

  const parsed = parseDecimal(text)
  if (parsed.kind === 'did-you-mean') return parsed
  if (parsed.kind === 'ok') return judge(parameter, parsed.value, earlier, situation)
  // Nothing is as wrong as zero: its sentence names the field, the bound and a value that would do.
  const bound = parameter.check(new Big(0), earlier, situation) ?? ''
  return { kind: 'refused', sentence: `${bots.numbers[parsed.reason]} ${bound}`.trim() }
}

/** The suggestion, if it would do. */
export function fittingSuggestion(
  parameter: Parameter,
  earlier: Parameters,
  situation: SetupSituation,
): string | undefined {
  const suggestion = suggestionOf(parameter, situation, earlier)
  return faultOf(parameter, suggestion, earlier, situation) === undefined ? suggestion : undefined
}

function judge(
  parameter: Parameter,
  value: string,
  earlier: Parameters,
  situation: SetupSituation,
): AnswerReading {
  const sentence = faultOf(parameter, value, earlier, situation)
  return sentence === undefined ? { kind: 'answer', value } : { kind: 'refused', sentence }
}
