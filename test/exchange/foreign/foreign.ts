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

/** Why an exchange's list of open orders never has such a row. */
export const ABSENT = new Set<unknown>(['listed elsewhere', 'not offered', 'never mixed in'])

// oxlint-disable-next-line no-explicit-any -- answers of 13 exchanges, each in a form of its own
export type Json = any

/** A list in the answers of one exchange. */
export interface ListInAnswers {
  /** The requests whose answers hold it. */
  at: readonly string[]
  /** The row of our order in such an answer. */
  ours: (answer: Json) => Json
  /** Adds rows to such an answer. */
  add: (answer: Json, rows: readonly unknown[]) => void
  /** The answer with something else where the list should be. */
  replace: (answer: Json, value: unknown) => Json
}

/** How one exchange lists other people's orders beside ours, in values of our own. */
export interface Foreign extends ListInAnswers {
  /** The foreign rows, made from ours; several where an exchange has more than one of a kind; or {@link ABSENT}. */
  rows: (ours: Json) => Record<(typeof KINDS)[number], Json>
  /** What else the exchange answers, e.g. a market of perpetuals beside ours. */
  more?: (answers: Record<string, Json>) => void
}

/** A list at a path of the answer, with our order first. */
export function listAt(...path: readonly (string | number)[]): Omit<ListInAnswers, 'at'> {
  return {
    ours: (answer) => partAt(answer, path)[0],
    add: (answer, rows) => partAt(answer, path).push(...rows),
    replace: (answer, value) => replaceAt(answer, path, value),
  }
}

/** Rows under their ids at a path of the answer, with our order first. */
export function byIdAt(...path: readonly string[]): Omit<ListInAnswers, 'at'> {
  return {
    ours: (answer) => Object.values(partAt(answer, path))[0],
    add(answer, rows) {
      const byId = partAt(answer, path)
      for (const row of rows) byId[`OQ${Object.keys(byId).length}`] = row
    },
    replace: (answer, value) => replaceAt(answer, path, value),
  }
}

function partAt(answer: Json, path: readonly (string | number)[]): Json {
  return path.reduce<Json>((part: Json, name) => part[name], answer)
}

function replaceAt(answer: Json, path: readonly (string | number)[], value: unknown): Json {
  const name = path.at(-1)
  if (name === undefined) return value
  partAt(answer, path.slice(0, -1))[name] = value
  return answer
}
