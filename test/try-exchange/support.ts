import { Big } from 'big.js'
import type { Credentials } from '../../src/exchange/exchange.ts'
import type { ExchangeId } from '../../src/exchange/exchange-id.ts'
import { createExchanges } from '../../src/exchange/exchanges.ts'
import { systemClock, type Clock } from '../../src/lib/clock.ts'
import {
  createPaperExchange,
  type PaperExchange,
} from '../../src/playground/paper-exchange/paper-exchange.ts'
import { Hiding } from '../../src/try-exchange/hiding.ts'
import { tryExchange } from '../../src/try-exchange/try-exchange.ts'
import { bybitRest } from '../exchange/bybit/bybit-rest.ts'
import { createOkx } from '../exchange/okx/okx.ts'
import { mount } from '../exchange/support.ts'
import { openFront, type Planted } from './front.ts'

/** A true server on this machine, with an account that has an open order and a fill. */
export interface Local {
  id: ExchangeId
  paper: PaperExchange
  origin: string
  credentials: Credentials
}

/** One that goes by the machine's time, unless another is given. */
export type OpenLocal = (clock?: Clock) => Promise<Local>

/** Every local server there is. */
export const LOCALS: Readonly<Record<string, OpenLocal>> = {
  'Binance (paper exchange)': async (clock = systemClock) => {
    const paper = createPaperExchange({ clock, seed: 1 })
    return furnished({
      id: 'binance',
      paper,
      origin: await mount(paper),
      credentials: paper.createKey(),
    })
  },
  Bybit: async (clock = systemClock) => {
    const { dialect } = bybitRest(clock)
    const paper = createPaperExchange({ clock, seed: 1, dialect })
    return furnished({
      id: 'bybit',
      paper,
      origin: await mount(paper),
      credentials: paper.createKey(),
    })
  },
  OKX: async (clock = systemClock) => {
    const okx = createOkx({ clock, seed: 1 })
    return furnished({
      id: 'okx',
      paper: okx,
      origin: await mount(okx),
      credentials: okx.createKey(),
    })
  },
}

/** The trader's life before: one order filled, one that rests. */
async function furnished(local: Local): Promise<Local> {
  const { id, origin, credentials, paper } = local
  const exchanges = createExchanges({ clock: systemClock, origins: { [id]: origin } })
  const { routine } = exchanges.connect(id, credentials)
  const order = {
    symbol: 'BTC/USDT',
    side: 'buy',
    amount: new Big('0.01'),
    timeInForce: 'GTC',
  } as const
  const price = new Big(paper.symbols().find(({ symbol }) => symbol === 'BTC/USDT')?.price ?? 0)
  const at = (factor: string) => price.times(factor).round(0)
  for (const [clientOrderId, factor] of [
    ['ufilled0000000001x', '1.02'],
    ['uresting000000001x', '0.5'],
  ] as const) {
    await routine.placeOrder({
      ...order,
      clientOrderId,
      price: at(factor),
      sentAt: systemClock.now(),
    })
  }
  await exchanges.close()
  return local
}

/** How to run it; nothing is planted, and nothing traded, if not said. */
interface Running {
  planted?: readonly Planted[]
  trade?: { amount: string; coin: string }
  /** What the person answers, in turn. */
  answers?: readonly string[]
  /** Called with each line as it is printed. */
  onLine?: (line: string, stop: () => void) => void
  /** Waiting takes a hundredth as long. */
  hurried?: boolean
}

/** Real time, in which waiting takes a hundredth as long. */
const HURRIED: Clock = {
  now: () => systemClock.now(),
  after: (ms, task) => systemClock.after(ms / 100, task),
}

/** Runs the live check in this process; gives whether all was as expected, and all that it printed. */
export async function runTry(
  { id, origin, credentials }: Pick<Local, 'id' | 'origin' | 'credentials'>,
  { planted = [], trade, answers = [], onLine = () => undefined, hurried = false }: Running = {},
) {
  const hiding = new Hiding()
  for (const text of Object.values(credentials)) hiding.add(String(text))
  const stop = new AbortController()
  const lines: string[] = []
  const rest = [...answers]
  const show = (text: string) => {
    const line = hiding.hide(text)
    lines.push(line)
    onLine(line, () => stop.abort())
  }
  const isClean = await tryExchange({
    request: { exchange: id, symbol: undefined, trade },
    credentials,
    clock: hurried ? HURRIED : systemClock,
    origins: { [id]: planted.length > 0 ? await openFront(origin, planted) : origin },
    patience: { idleMs: 5_000, totalMs: 500_000 },
    say: (...some) => show(`${some.join('\n')}\n`),
    askLine(question) {
      show(question)
      return Promise.resolve(rest.shift() ?? '')
    },
    stop: stop.signal,
  })
  return { isClean, printed: lines.join('') }
}
