import type { CcxtClient, CcxtTrade } from './ccxt-client.ts'
import type { FillsPage, FillsPages, PageOfFills, Stretch } from './dialect.ts'
import type { ExchangeFill } from './exchange.ts'

/** Sends one request for fills, when its turn has come. */
export type AskForFills = (run: () => Promise<CcxtTrade[]>) => Promise<ExchangeFill[]>

type ById = Extract<FillsPages, { by: 'id' }>
type ByTime = Extract<FillsPages, { by: 'time' }>
type FillsAfter = Exclude<FillsPage, { since: Date }>

const DAY_MS = 86_400_000
/** Our clock may be behind the exchange's, by which fills are dated. */
const CLOCKS_APART_MS = 2 * 3_600_000

/** All fills that one order has so far, oldest first. */
export async function fetchFillsOfOrder(
  pages: FillsPages,
  { client, symbol, id }: { client: CcxtClient; symbol: string; id: string },
  ask: AskForFills,
): Promise<ExchangeFill[]> {
  const found =
    pages.by === 'id'
      ? await allAfter(pages, { client, symbol, first: { orderId: id } }, ask)
      : await allPages(ask, (next) => pages.ofOrder(client, symbol, id, next))
  return inOrder(found.filter((fill) => fill.orderId === id))
}

interface Wanted {
  client: CcxtClient
  symbol: string
  since: Date
  now: Date
}

/** All fills on a symbol since then, oldest first and each once. */
export async function fetchFillsSince(
  pages: FillsPages,
  wanted: Wanted,
  ask: AskForFills,
): Promise<ExchangeFill[]> {
  const found =
    pages.by === 'id' ? await sinceById(pages, wanted, ask) : await sinceByTime(pages, wanted, ask)
  // Some exchanges tell of all symbols at once.
  return inOrder(found.filter((fill) => fill.symbol === wanted.symbol))
}

/**
 * Day by day until there is one, and from there on by its id: no page then ends between two fills of
 * one moment, and no clock is asked any more.
 */
async function sinceById(
  pages: ById,
  { client, symbol, since, now }: Wanted,
  ask: AskForFills,
): Promise<ExchangeFill[]> {
  for (let from = since.getTime(); from <= now.getTime() + CLOCKS_APART_MS; from += DAY_MS) {
    const day = { since: new Date(from), until: new Date(from + DAY_MS - 1) }
    const fills = await ask(() => pages.fetch(client, symbol, day))
    const last = fills.at(-1)
    if (last === undefined) continue
    const first = { afterId: last.id }
    return [...fills, ...(await allAfter(pages, { client, symbol, first }, ask))]
  }
  return []
}

async function allAfter(
  { fetch, perPage }: ById,
  { client, symbol, first }: { client: CcxtClient; symbol: string; first: FillsAfter },
  ask: AskForFills,
): Promise<ExchangeFill[]> {
  const fills: ExchangeFill[] = []
  let page = first
  for (;;) {
    const from = page
    const found = await ask(() => fetch(client, symbol, from))
    fills.push(...found)
    const last = found.at(-1)
    if (last === undefined || found.length < perPage) return fills
    page = { ...page, afterId: last.id }
  }
}

/** Stretch by stretch: these exchanges sort and page their answers in too many ways. */
async function sinceByTime(
  { fetch, perPage, spanMs, keptMs }: ByTime,
  { client, symbol, since, now }: Wanted,
  ask: AskForFills,
): Promise<ExchangeFill[]> {
  const end = now.getTime() + CLOCKS_APART_MS
  const fills: ExchangeFill[] = []
  for (let from = Math.max(since.getTime(), now.getTime() - keptMs); from <= end; from += spanMs) {
    fills.push(...(await within({ since: from, until: Math.min(end, from + spanMs - 1) })))
  }
  return fills

  /** A full page may have left something out, whichever end it begins at: then each half is asked for. */
  async function within(stretch: Stretch): Promise<ExchangeFill[]> {
    const page = await allPages(ask, (next) => fetch(client, symbol, stretch, next))
    if (page.length < perPage || stretch.since >= stretch.until) return page
    const middle = Math.floor((stretch.since + stretch.until) / 2)
    const older = await within({ since: stretch.since, until: middle })
    return [...older, ...(await within({ since: middle + 1, until: stretch.until }))]
  }
}

/** Page by page, each in its turn: a dozen at once would be a flood. */
async function allPages(
  ask: AskForFills,
  send: (next: string | undefined) => Promise<CcxtTrade[] | PageOfFills>,
): Promise<ExchangeFill[]> {
  let fills: ExchangeFill[] = []
  let page: PageOfFills = { trades: [], next: undefined }
  do {
    const { next } = page
    const older = await ask(async () => {
      const told = await send(next)
      page = Array.isArray(told) ? { trades: told, next: undefined } : told
      return page.trades
    })
    fills = [...older, ...fills]
  } while (page.next !== undefined)
  return fills
}

/** Each once: the ends of stretches and pages overlap. */
function inOrder(fills: readonly ExchangeFill[]): ExchangeFill[] {
  const once = [...new Map(fills.map((fill) => [fill.id, fill])).values()]
  return once.toSorted((a, b) => a.at.getTime() - b.at.getTime())
}
