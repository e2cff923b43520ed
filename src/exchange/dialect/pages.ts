import { isRow, textOf } from './answer-parts.ts'

const MOST_PAGES = 200

/** One page of a list, and what the next one is asked for with; undefined: this was the last. */
export interface Page {
  rows: readonly unknown[]
  next: string | undefined
}

/** All rows of a list that comes in pages. @throws {TypeError} if the pages do not end. */
export async function allPages(
  fetch: (next: string | undefined) => Promise<Page>,
): Promise<unknown[]> {
  const found: unknown[] = []
  const asked = new Set<string | undefined>()
  let next: string | undefined
  do {
    if (asked.has(next) || asked.size >= MOST_PAGES) {
      throw new TypeError('Cannot read answer: its pages do not end')
    }
    asked.add(next)
    const page = await fetch(next)
    found.push(...page.rows)
    next = page.next
  } while (next !== undefined)
  return found
}

/** What a full page's last row is called by; undefined after a page that is not full: it was the last. */
export function lastIdOf(
  rows: readonly unknown[],
  perPage: number,
  name: string,
): string | undefined {
  if (rows.length < perPage) return undefined
  for (const row of rows.toReversed()) {
    const id = isRow(row) ? textOf(row[name]) : undefined
    if (id !== undefined) return id
  }
  throw new TypeError(`Cannot read answer: a full page without any ${name}`)
}
