import type {
  Parameters,
  Situation,
  SlotFill,
  Strategy,
  Wish,
} from '../../src/strategies/strategy.ts'

/** What should be on the exchange, given every fill so far, oldest first. */
export function wishOf(
  { follow }: Pick<Strategy, 'follow'>,
  parameters: Parameters,
  situation: Situation,
  fills: readonly SlotFill[],
): Wish {
  const { add, wish } = follow(parameters, situation)
  for (const fill of fills) add(fill)
  return wish(situation)
}
