import { partOf, listOf, textOf, type Path, type Row } from './answer-parts.ts'
import type { CcxtClient } from '../ccxt/ccxt-client.ts'
import { allPages, lastIdOf, type Page } from './pages.ts'
import type { Endpoint } from './public-data.ts'

/** A private list of an exchange's: where it is read, where its rows stand, and how it goes on. */
export interface List extends Endpoint {
  /** GET, if not said. */
  method?: 'GET' | 'POST'
  /** What each request says, whatever is looked for. */
  params?: Row
  /** The parameter that names a market; undefined where it takes none. */
  market?: string
  /** Where the rows stand; the answer itself is the list, if not said. */
  rows?: Path
  /** It says null, there or on the way there, where it has no rows. */
  saysNull?: true
  /** The parameter that says how many rows a page has at most, and how many. Undefined: all come at once. */
  limit?: readonly [name: string, perPage: number]
  /** How the next page is read, where there may be one. */
  next?: NextPage
  /** We read fills with the oldest first, within a page too. */
  newestFirst?: true
}

/** What the next page is asked for with; only a full page has one. */
type NextPage =
  /** A column of the last row. */
  | { after: string; as: string; params?: Row }
  /** A part of the answer. */
  | { cursor: Path; as: string }
  /** Its number, the first of which is 1. */
  | { number: string }

/** What is looked for in a list: on a market or on all, and in which rows. */
interface Wanted {
  symbol: string | undefined
  of?: Row
}

/** The rows of the first page. @throws {TypeError} if they are no list. */
export async function readRows(
  client: CcxtClient,
  list: List,
  wanted: Wanted,
): Promise<readonly unknown[]> {
  return (await readAt(client, list, wanted, undefined)).rows
}

/** One page, and what the one after it is asked for with. @throws {TypeError} if its rows are no list. */
export async function readPage(
  client: CcxtClient,
  list: List,
  wanted: Wanted,
  at: string | undefined,
): Promise<Page> {
  const { next, limit, newestFirst } = list
  const { answer, rows } = await readAt(client, list, wanted, at)
  const perPage = limit?.[1] ?? Infinity
  const isLast = next === undefined || rows.length < perPage
  return {
    rows: newestFirst ? rows.toReversed() : rows,
    next: isLast ? undefined : nextOf(next, { answer, rows, perPage, at }),
  }
}

/** All rows, page by page. @throws {TypeError} if the pages do not end, or one is no list. */
export function readAll(client: CcxtClient, list: List, wanted: Wanted): Promise<unknown[]> {
  return allPages((at) => readPage(client, list, wanted, at))
}

async function readAt(
  client: CcxtClient,
  { path, api, method = 'GET', params, market, limit, next, rows = [], saysNull }: List,
  { symbol, of }: Wanted,
  at: string | undefined,
): Promise<{ answer: unknown; rows: unknown[] }> {
  const answer = await client.request(path, api, method, {
    ...params,
    ...(market !== undefined && symbol !== undefined && { [market]: client.market(symbol).id }),
    ...of,
    ...(limit && { [limit[0]]: limit[1] }),
    ...(next && paramsAt(next, at)),
  })
  return { answer, rows: saysNull && isNullAt(answer, rows) ? [] : listOf(answer, ...rows) }
}

function paramsAt(next: NextPage, at: string | undefined): Row {
  if ('number' in next) return { [next.number]: Number(at ?? 1) }
  if (at === undefined) return {}
  return { [next.as]: at, ...('params' in next && next.params) }
}

function nextOf(
  next: NextPage,
  full: { answer: unknown; rows: readonly unknown[]; perPage: number; at: string | undefined },
): string | undefined {
  if ('number' in next) return String(Number(full.at ?? 1) + 1)
  if ('cursor' in next) return textOf(partOf(full.answer, ...next.cursor))
  return lastIdOf(full.rows, full.perPage, next.after)
}

function isNullAt(answer: unknown, path: Path): boolean {
  return path.some((_, length) => partOf(answer, ...path.slice(0, length + 1)) === null)
}
