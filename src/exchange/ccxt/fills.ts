import { isRow, textOf } from '../dialect/answer-parts.ts'
import type { CcxtClient } from './ccxt-client.ts'
import type { FillsPage, FillsPages, Stretch } from '../dialect/dialect.ts'
import type { AccountFills, ExchangeFill } from '../exchange.ts'
import { ExchangeError } from '../exchange-error.ts'
import { toFillRow, type FillRow } from '../dialect/fill-rows.ts'
import { spotMarketsByName } from '../dialect/open-rows.ts'
import type { Page } from '../dialect/pages.ts'

/** Sends one request for fills, when its turn has come. */
export type AskForFills = <T>(run: () => Promise<T>) => Promise<T>

type ById = Extract<FillsPages, { by: 'id' }>
type ByTime = Extract<FillsPages, { by: 'time' }>
type FillsAfter = Exclude<FillsPage, { since: Date }>

const DAY_MS = 86_400_000
/** Our clock may be behind the exchange's, by which fills are dated. */
const CLOCKS_APART_MS = 2 * 3_600_000
/** An answer that takes more than this has no end. */
const MOST_REQUESTS = 5_000

/** What a look for fills needs. */
interface Wanted {
  client: CcxtClient
  symbol: string
}

/**
 * All fills that one order has so far, oldest first. Rows of other orders are left out, however they look.
 *
 * @throws {ExchangeError} `unavailable` if one of its own can't be read.
 */
export async function fetchFillsOfOrder(
  pages: FillsPages,
  { client, symbol, id }: Wanted & { id: string },
  send: AskForFills,
): Promise<ExchangeFill[]> {
  const ask = bounded(send)
  const rows =
    pages.by === 'id'
      ? await allAfter(pages, { client, symbol, first: { orderId: id } }, ask)
      : await allPages(ask, (next) => pages.ofOrder(client, symbol, id, next))
  const fills = readRows(pages, { client, symbol }, rows)
    .filter(({ orderId }) => orderId === id)
    .map(({ fill }) => fill)
  if (!fills.includes('unreadable')) return inOrder(fills.filter(isRead))
  throw new ExchangeError('unavailable', `Cannot read a fill of an order on ${symbol}`)
}

/** All fills on a symbol since then, oldest first and each once. */
export async function fetchFillsSince(
  pages: FillsPages,
  wanted: Wanted & { since: Date; now: Date },
  send: AskForFills,
): Promise<AccountFills> {
  const ask = bounded(send)
  const rows =
    pages.by === 'id' ? await sinceById(pages, wanted, ask) : await sinceByTime(pages, wanted, ask)
  const found = readRows(pages, wanted, rows).filter(isOfSymbol(wanted))
  const unread = found.flatMap(({ orderId, fill }) =>
    fill === 'unreadable' && orderId !== undefined ? [orderId] : [],
  )
  return {
    fills: inOrder(found.map(({ fill }) => fill).filter(isRead)),
    unreadable: new Set(unread),
  }
}

/** Some exchanges list the fills of all symbols at once. A row that names none is on the one asked for. */
function isOfSymbol({ client, symbol }: Wanted): (row: FillRow) => boolean {
  const markets = spotMarketsByName(client)
  return ({ market }) => market === undefined || markets.get(market)?.symbol === symbol
}

function readRows(
  { rows: how }: FillsPages,
  { client, symbol }: Wanted,
  rows: readonly unknown[],
): FillRow[] {
  const market = client.market(symbol)
  return rows.map((row) => toFillRow(how, client, row, market))
}

function isRead(fill: ExchangeFill | 'unreadable'): fill is ExchangeFill {
  return fill !== 'unreadable'
}

/** Gives up on an exchange whose pages never end. */
function bounded(send: AskForFills): AskForFills {
  let requests = 0
  return (run) => {
    requests += 1
    if (requests <= MOST_REQUESTS) return send(run)
    throw new ExchangeError('unavailable', 'Cannot list fills: the pages do not end')
  }
}

/**
 * Day by day until there is one, and from there on by its id: no page then ends between two fills of
 * one moment, and no clock is asked any more.
 */
async function sinceById(
  pages: ById,
  { client, symbol, since, now }: Wanted & { since: Date; now: Date },
  ask: AskForFills,
): Promise<unknown[]> {
  for (let from = since.getTime(); from <= now.getTime() + CLOCKS_APART_MS; from += DAY_MS) {
    const day = { since: new Date(from), until: new Date(from + DAY_MS - 1) }
    const rows = await ask(() => pages.fetch(client, symbol, day))
    if (rows.length === 0) continue
    const first = { afterId: lastIdOf(pages, rows) }
    return [...rows, ...(await allAfter(pages, { client, symbol, first }, ask))]
  }
  return []
}

async function allAfter(
  pages: ById,
  { client, symbol, first }: Wanted & { first: FillsAfter },
  ask: AskForFills,
): Promise<unknown[]> {
  const found: unknown[] = []
  let page = first
  for (;;) {
    const from = page
    const rows = await ask(() => pages.fetch(client, symbol, from))
    found.push(...rows)
    if (rows.length < pages.perPage) return found
    page = { ...page, afterId: lastIdOf(pages, rows) }
  }
}

function lastIdOf({ rows: how }: ById, rows: readonly unknown[]): string {
  for (const row of rows.toReversed()) {
    const id = isRow(row) ? textOf(how.idsOf(row).id) : undefined
    if (id !== undefined) return id
  }
  throw new ExchangeError('unavailable', 'Cannot list fills: none has an id')
}

/** Stretch by stretch: these exchanges sort and page their answers in too many ways. */
async function sinceByTime(
  { fetch, perPage, spanMs, keptMs }: ByTime,
  { client, symbol, since, now }: Wanted & { since: Date; now: Date },
  ask: AskForFills,
): Promise<unknown[]> {
  const end = now.getTime() + CLOCKS_APART_MS
  const found: unknown[] = []
  for (let from = Math.max(since.getTime(), now.getTime() - keptMs); from <= end; from += spanMs) {
    found.push(...(await within({ since: from, until: Math.min(end, from + spanMs - 1) })))
  }
  return found

  /** A full page may have left something out, whichever end it begins at: then each half is asked for. */
  async function within(stretch: Stretch): Promise<unknown[]> {
    const page = await allPages(ask, (next) => fetch(client, symbol, stretch, next))
    if (page.length < perPage || stretch.since >= stretch.until) return page
    const middle = Math.floor((stretch.since + stretch.until) / 2)
    const older = await within({ since: stretch.since, until: middle })
    return [...older, ...(await within({ since: middle + 1, until: stretch.until }))]
  }
}

/** Page by page, each in its turn: a dozen at once would be a flood. Later pages are older. */
async function allPages(
  ask: AskForFills,
  send: (next: string | undefined) => Promise<readonly unknown[] | Page>,
): Promise<unknown[]> {
  let found: unknown[] = []
  let next: string | undefined
  do {
    const at = next
    const told = await ask(() => send(at))
    const page = 'rows' in told ? told : { rows: told, next: undefined }
    found = [...page.rows, ...found]
    next = page.next
  } while (next !== undefined)
  return found
}

/** Each once: the ends of stretches and pages overlap. */
function inOrder(fills: readonly ExchangeFill[]): ExchangeFill[] {
  const once = [...new Map(fills.map((fill) => [fill.id, fill])).values()]
  return once.toSorted((a, b) => a.at.getTime() - b.at.getTime())
}
