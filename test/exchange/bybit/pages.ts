import type { Fields } from './fields.ts'
import { BybitRefusal } from './refusal.ts'

/**
 * One page of a list that begins with the newest. The cursor names the last row and comes encoded, to
 * be sent back as it is; it comes with every full page, also if nothing follows.
 *
 * @throws {BybitRefusal} 10001 for a cursor that is none of ours.
 */
export function pageOf<T>(
  rows: readonly T[],
  fields: Fields,
  { usual, most, nameOf }: { usual: number; most: number; nameOf: (row: T) => string },
): { list: T[]; nextPageCursor: string } {
  const limit = fields.limit(usual, most)
  const list = rows.slice(startOf(rows, fields, nameOf)).slice(0, limit)
  const last = list.at(-1)
  const nextPageCursor =
    last !== undefined && list.length === limit
      ? encodeURIComponent(`page_token=${nameOf(last)}&`)
      : ''
  return { list, nextPageCursor }
}

function startOf<T>(rows: readonly T[], fields: Fields, nameOf: (row: T) => string): number {
  const cursor = fields.find('cursor')
  if (cursor === undefined) return 0
  const name = /^page_token=(.+)&$/.exec(cursor)?.[1]
  const at = rows.findIndex((row) => nameOf(row) === name)
  if (at === -1) throw new BybitRefusal(10001, 'params error: cursor invalid')
  return at + 1
}
