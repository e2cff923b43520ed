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
import { coinbaseRest } from '../exchange/coinbase/coinbase-rest.ts'
import { krakenRest } from '../exchange/kraken/kraken-rest.ts'
import { createOkx } from '../exchange/okx/okx.ts'
import { PatientClock } from '../exchange/patient-clock.ts'
import { mount } from '../exchange/support.ts'
import { openFront, type Planted } from './front.ts'

/** A true server on this machine, with an account that has an open order and a fill. */
export interface Local {
  id: ExchangeId
  paper: PaperExchange
  origin: string
  credentials: Credentials
  /** Ours. */
  clock: Clock
}

/** Longer than any wait that passes at once. */
const PATIENCE = { idleMs: 5_000, totalMs: 500_000 }

interface Made {
  id: ExchangeId
  paper: PaperExchange
  createKey: () => Credentials
}

/** How each server is made that goes by a clock. */
const MADE: Readonly<Record<string, (clock: Clock) => Made>> = {
  'Binance (paper exchange)': (clock) =>
    withKey('binance', createPaperExchange({ clock, seed: 1 })),
  Bybit: (clock) => {
    const { dialect } = bybitRest(clock)
    return withKey('bybit', createPaperExchange({ clock, seed: 1, dialect }))
  },
  OKX: (clock) => {
    const paper = createOkx({ clock, seed: 1 })
    return { id: 'okx', paper, createKey: () => paper.createKey() }
  },
  Coinbase: (clock) => {
    const { dialect } = coinbaseRest()
    return withKey('coinbase', createPaperExchange({ clock, seed: 1, dialect }))
  },
  Kraken: (clock) => {
    const { dialect } = krakenRest()
    return withKey('kraken', createPaperExchange({ clock, seed: 1, dialect }))
  },
}

/** Their limits give way only with time, so seconds have to pass at once. */
const CLOCKS: Readonly<Record<string, () => PatientClock>> = {
  Coinbase: () => new PatientClock(60_000),
  Kraken: () => new PatientClock(60_000),
}

export const LOCALS = Object.keys(MADE)

/** A server on a free port until the test ends. It goes by our clock, unless it has its own. */
export async function openLocal(name: string, theirs?: Clock): Promise<Local> {
  const patient = CLOCKS[name]?.()
  const clock = patient ?? systemClock
  const made = MADE[name]?.(theirs ?? clock)
  if (made === undefined) throw new RangeError(`No server of ${name}`)
  const { id, paper, createKey } = made
  const local = { id, paper, clock, origin: await mount(paper), credentials: createKey() }
  // With another key of the account: on Kraken a key's numbers only grow.
  await furnish({ ...local, credentials: createKey() }, theirs ?? clock)
  // What that took of the address's limit is free again.
  patient?.advance(60_000)
  return local
}

function withKey(id: ExchangeId, paper: PaperExchange): Made {
  return { id, paper, createKey: () => paper.createKey() }
}

/** The trader's life before: one order filled, one that rests. */
async function furnish({ id, origin, credentials, paper }: Local, clock: Clock): Promise<void> {
  const exchanges = createExchanges({ clock, origins: { [id]: origin }, patience: PATIENCE })
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
      sentAt: clock.now(),
    })
  }
  await exchanges.close()
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
  { id, origin, credentials, clock }: Local,
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
    clock: hurried ? HURRIED : clock,
    origins: { [id]: planted.length > 0 ? await openFront(origin, planted) : origin },
    patience: PATIENCE,
    say: (...some) => show(`${some.join('\n')}\n`),
    askLine(question) {
      show(question)
      return Promise.resolve(rest.shift() ?? '')
    },
    stop: stop.signal,
  })
  return { isClean, printed: lines.join('') }
}
