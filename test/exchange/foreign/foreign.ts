/** Kinds of orders that people place besides plain limit orders. */
export const KINDS = [
  'stop-loss',
  'take-profit',
  'trailing stop',
  'bracket',
  'conditional market',
  'quote-sized',
  'perpetual, margin',
] as const

export type Kind = (typeof KINDS)[number]

/** Why an exchange's list of open orders never has such a row. */
export type Absent = 'listed elsewhere' | 'not offered' | 'never mixed in'

// oxlint-disable-next-line no-explicit-any -- answers of 13 exchanges, each in a form of its own
export type Json = any

/** How one exchange lists other people's orders beside ours, in values of our own. */
export interface Foreign {
  /** The requests whose answers are the list, of all symbols and of one. */
  at: readonly string[]
  /** The row of our order in such an answer. */
  ours: (answer: Json) => Json
  /** Adds rows to such an answer. */
  add: (answer: Json, rows: readonly unknown[]) => void
  /** The foreign rows, made from ours; several where an exchange has more than one of a kind. */
  rows: (ours: Json) => Record<Kind, Json | Absent>
  /** What else the exchange answers, e.g. a market of perpetuals beside ours. */
  more?: (answers: Record<string, Json>) => void
}

/** A list at a path of the answer, with our order first. */
export function listAt(...path: readonly (string | number)[]): Pick<Foreign, 'ours' | 'add'> {
  const list = (answer: Json): Json[] =>
    path.reduce<Json>((part: Json, name) => part[name], answer) as Json[]
  return {
    ours: (answer) => list(answer)[0],
    add: (answer, rows) => list(answer).push(...rows),
  }
}
