/** What an order is for, by its slot: `3b`, `3s2`, `3t` and `3x` are of the third deal. */
type Place = { deal: number } & (
  | { kind: 'base' | 'take-profit' | 'stop-loss' }
  | { kind: 'safety'; index: number }
)

const KINDS = { b: 'base', t: 'take-profit', x: 'stop-loss' } as const

/** Undefined for an order that no deal has placed, such as the sale of an exit. */
export function placeOf(slot: string): Place | undefined {
  const [, deal, letter, index] = /^(\d+)(?:([btx])|s(\d+))$/.exec(slot) ?? []
  if (deal === undefined) return undefined
  if (index !== undefined) return { deal: Number(deal), kind: 'safety', index: Number(index) }
  return { deal: Number(deal), kind: KINDS[letter as keyof typeof KINDS] }
}

/** The slot of a deal's base order (`b`), take-profit (`t`), stop-loss (`x`) or nth safety order. */
export function slotOf(deal: number, of: keyof typeof KINDS | number): string {
  return typeof of === 'number' ? `${deal}s${of}` : `${deal}${of}`
}
