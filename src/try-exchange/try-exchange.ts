import { DIALECTS, EXCHANGE_FACTS } from '../exchange/adapters/registry.ts'
import type { Credentials } from '../exchange/exchange.ts'
import { ExchangeError } from '../exchange/exchange-error.ts'
import {
  createExchanges,
  type CheckableExchanges,
  type ExchangesOptions,
} from '../exchange/exchanges.ts'
import { newClientOrderId } from '../trading/order.ts'
import { askOne, differs, type Ask, type Asked } from './ask.ts'
import { chooseMarket } from './choose-market.ts'
import type { Request } from './command-line.ts'
import { connect } from './connect.ts'
import { readExpected, type Expected } from './expected.ts'
import { PRIVATE_QUESTIONS } from './private-questions.ts'
import { FIRST_QUESTIONS, PUBLIC_QUESTIONS } from './public-questions.ts'
import type { Asking } from './question.ts'
import { Recorder } from './recorder.ts'
import { TryRefused } from './refused.ts'
import { linesOf, notesOf, summaryOf } from './report.ts'
import { tradeOnce } from './trade-once.ts'

/** What a live check needs. */
export interface TryOptions extends Pick<ExchangesOptions, 'clock' | 'origins' | 'patience'> {
  request: Request
  credentials: Credentials
  /** Prints lines, credentials taken out. */
  say: (...lines: string[]) => void
  /** Lets the person answer in words. */
  askLine: (question: string) => Promise<string>
  /** Aborted when the person wants to stop. */
  stop: AbortSignal
}

/**
 * Asks a real exchange everything that Undock asks, and prints what differs. Returns whether all was as
 * expected.
 *
 * @throws {TryRefused} if the key, or what was asked for, will not do.
 */
export async function tryExchange(options: TryOptions): Promise<boolean> {
  const { request, clock, origins, patience, say, stop } = options
  const id = request.exchange
  const recorder = new Recorder()
  const given = { clock, origins, onAnswer: recorder.onAnswer }
  const exchanges = createExchanges(patience === undefined ? given : { ...given, patience })
  const expected = readExpected(id)
  const all: Asked[] = []
  const tell = (asked: Asked): Asked => {
    all.push(asked)
    say(...linesOf(asked))
    return asked
  }
  const ask: Ask = async (question, run) =>
    tell(await askOne(question, { clock, recorder, expected, errors: DIALECTS[id].errors }, run))
  try {
    await askAll({ ...options, exchanges, expected, ask, skip: tell })
    say(...notesOf(all), '', summaryOf(all))
    return !stop.aborted && !all.some(differs)
  } finally {
    recorder.close()
    await exchanges.close()
  }
}

interface AskingAll extends TryOptions {
  exchanges: CheckableExchanges
  expected: Expected
  ask: Ask
  skip: (asked: Asked) => void
}

async function askAll(options: AskingAll): Promise<void> {
  const { request, credentials, clock, stop, exchanges, expected, ask, skip } = options
  const id = request.exchange
  const markets = exchanges.markets(id, 'exit')
  const first = { markets, clockAhead: () => exchanges.clockAhead(id) }
  for (const question of FIRST_QUESTIONS) {
    await ask(question, () => question.ask(first))
  }
  const known = await markets.fetchMarkets().catch(undefinedIfUnreachable)
  if (known === undefined) return
  const market = chooseMarket(known, request)

  const account = await connect(exchanges, id, credentials)
  const asking: Asking = {
    ...first,
    ...account,
    symbol: market.symbol,
    fetchBookOfNone: () => exchanges.fetchBookOfNone(id, market.symbol),
    now: () => clock.now(),
    nowhere: { clientOrderId: newClientOrderId(), id: expected.orderId },
  }
  for (const question of [...PUBLIC_QUESTIONS, ...PRIVATE_QUESTIONS]) {
    if (stop.aborted) return
    const skipped = question.skip?.(asking)
    if (skipped !== undefined) {
      skip({ name: question.name, skipped, faults: [], judged: [] })
      continue
    }
    const { refusedKey } = await ask(question, () => question.ask(asking))
    if (refusedKey !== undefined && question === PRIVATE_QUESTIONS[0]) {
      throw keyRefused(EXCHANGE_FACTS[id].name, refusedKey)
    }
  }
  await tradeOnce({ ...options, market, exchange: account.exchange })
}

/** Nothing else can be asked about markets that nobody knows; that they are not there is told already. */
function undefinedIfUnreachable(error: unknown): undefined {
  if (!(error instanceof ExchangeError)) throw error
}

function keyRefused(name: string, { verdict, raw }: ExchangeError): TryRefused {
  return new TryRefused(
    `${name} refuses this key (${verdict ?? 'key-rejected'}, ${raw ?? 'no code'}): nothing more is asked with it.`,
  )
}
