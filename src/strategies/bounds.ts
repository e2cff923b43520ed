import { Big } from 'big.js'
import { larger, smaller } from './order-minimum.ts'
import type { NumberParameter, Refusal } from './strategy.ts'
import { unitText } from './units.ts'

/** What a number may be, both ends included. */
export interface Bounds {
  least: Bound
  most: Bound
  /** What suits most traders; where the bounds forbid it, the nearest that they allow is suggested. */
  usual: Big
  whole?: boolean
}

interface Bound {
  value: Big
  /** Why there, to follow a comma, e.g. `or fees eat the profit`. */
  because?: string
}

/** The usual value, or the nearest within the bounds. */
export function suggestWithin({ least, most, usual }: Bounds): Big {
  return larger(least.value, smaller(usual, most.value))
}

/** Why a number will not do: the field, the bound, and a value that would. Undefined when it will. */
export function refuseOutside(
  { name, label, unit }: Pick<NumberParameter, 'name' | 'label' | 'unit'>,
  value: Big,
  bounds: Bounds,
  quote: string,
): Refusal | undefined {
  const { least, most, whole } = bounds
  const isWhole = whole !== true || value.eq(value.round(0, Big.roundDown))
  if (isWhole && value.gte(least.value) && value.lte(most.value)) return undefined

  const suggestion = suggestWithin(bounds)
  const written = (one: Big) => `${one.toFixed()}${unitText(unit, quote)}`
  const at = ({ value: one, because }: Bound) => `${written(one)}${because ? `, ${because}` : ''}`
  const refuse = (reason: string, bound: Big, must: string, then: string): Refusal => {
    const sentence = `${label} must be ${must}${then}`
    return { ok: false, reason, field: name, bound, suggestion, sentence }
  }
  const wouldDo = `: ${written(suggestion)} would do.`
  if (least.value.gt(most.value)) {
    return refuse('no-room', least.value, `at least ${at(least)}, but at most ${at(most)}`, '.')
  }
  if (!isWhole) {
    const range = `a whole number from ${written(least.value)} to ${at(most)}`
    return refuse('not-whole', least.value, range, wouldDo)
  }
  return value.lt(least.value)
    ? refuse('too-low', least.value, `at least ${at(least)}`, wouldDo)
    : refuse('too-high', most.value, `at most ${at(most)}`, wouldDo)
}
