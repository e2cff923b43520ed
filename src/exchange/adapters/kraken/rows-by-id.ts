import { isRow, rowOf, type Row } from '../../dialect/answer-parts.ts'

/** Kraken lists by id. @throws {TypeError} for anything else, a list too. */
export function rowsById(byId: unknown): Row[] {
  if (Array.isArray(byId)) throw new TypeError('Cannot read answer: not by id')
  return Object.entries(rowOf(byId)).map(([id, row]) => ({ ...(isRow(row) ? row : {}), id }))
}
