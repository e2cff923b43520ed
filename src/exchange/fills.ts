import type { CcxtClient, CcxtTrade } from './ccxt-client.ts'
import type { FillsFrom, FillsPages, Stretch } from './dialect.ts'
import type { ExchangeFill } from './exchange.ts'

/** Sends one request for a page, when its turn has come. */
type Ask = (run: () => Promise<CcxtTrade[]>) => Promise<ExchangeFill[]>

interface Wanted {
  client: CcxtClient
  symbol: string
  since: Date | undefined
  now: Date
}

/** All fills on a symbol, oldest first and each once, page by page. */
export async function fetchAllFills(
  pages: FillsPages,
  wanted: Wanted,
  ask: Ask,
): Promise<ExchangeFill[]> {
  const found =
    pages.by === 'id' ? await byId(pages, wanted, ask) : await byTime(pages, wanted, ask)
  // Some exchanges tell of all symbols at once, and the ends of stretches overlap.
  const onSymbol = found.filter((fill) => fill.symbol === wanted.symbol)
  return [...new Map(onSymbol.map((fill) => [fill.id, fill])).values()]
}

async function byId(
  { fetch, perPage }: Extract<FillsPages, { by: 'id' }>,
  { client, symbol, since }: Wanted,
  ask: Ask,
): Promise<ExchangeFill[]> {
  const fills: ExchangeFill[] = []
  let next: FillsFrom | undefined = since ? { since } : 'start'
  while (next) {
    const from: FillsFrom = next
    const page: ExchangeFill[] = await ask(() => fetch(client, symbol, from))
    fills.push(...page)
    const last = page.at(-1)?.id
    next = last !== undefined && page.length >= perPage ? { afterId: last } : undefined
  }
  return fills
}

/** Stretch by stretch: the exchanges sort and page their answers in too many ways. */
async function byTime(
  pages: Extract<FillsPages, { by: 'time' }>,
  { client, symbol, since, now }: Wanted,
  ask: Ask,
): Promise<ExchangeFill[]> {
  const end = now.getTime() + CLOCKS_APART_MS
  const oldest = now.getTime() - pages.keptMs
  const start = Math.max(oldest, since?.getTime() ?? oldest)
  const fills: ExchangeFill[] = []
  for (let from = start; from <= end; from += pages.spanMs) {
    const stretch = { since: from, until: Math.min(end, from + pages.spanMs - 1) }
    fills.push(...(await within(stretch)))
  }
  return fills.toSorted((a, b) => a.at.getTime() - b.at.getTime())

  /** A full page may have left something out, whichever end it begins at: then each half is asked for. */
  async function within({ since: first, until }: Stretch): Promise<ExchangeFill[]> {
    const page = await ask(() => pages.fetch(client, symbol, { since: first, until }))
    if (page.length < pages.perPage || first >= until) return page
    const middle = Math.floor((first + until) / 2)
    const older = await within({ since: first, until: middle })
    return [...older, ...(await within({ since: middle + 1, until }))]
  }
}

/** The exchange dates fills by its own clock. */
const CLOCKS_APART_MS = 60_000
