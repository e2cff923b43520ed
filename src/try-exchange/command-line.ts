import { parseArgs } from 'node:util'
import { EXCHANGE_IDS, isExchangeId, type ExchangeId } from '../exchange/exchange-id.ts'
import { TryRefused } from './refused.ts'

/** What is asked for on the command line. */
export interface Request {
  exchange: ExchangeId
  /** Undefined: one that the exchange lists. */
  symbol: string | undefined
  /** How much may be spent on a test order; undefined: nothing is placed. */
  trade: { amount: string; coin: string } | undefined
}

/** How to ask. */
export const USAGE = [
  'npm run try-exchange -- EXCHANGE [--symbol BTC/USDT] [--trade 10USDT]',
  '',
  `Asks a real exchange everything that Undock asks, with a key of yours, and reports where its answers differ from what`,
  `Undock expects. The report holds no value out of your account and can be pasted into a public issue.`,
  `Exchanges: ${EXCHANGE_IDS.join(', ')}.`,
  '',
  'It only reads. With --trade it also places and cancels one order of that size, 20 % below the price, after asking twice.',
  '',
  'The key is asked for on the terminal and not shown. Without a terminal, put each part into a file of its own and name it:',
  '  TRY_EXCHANGE_KEY_FILE, TRY_EXCHANGE_SECRET_FILE, and TRY_EXCHANGE_PASSPHRASE_FILE where there is a passphrase.',
  'A key is never read from the command line or from any other setting.',
  '',
  'Ends with 0 when nothing differs, 1 when something does, 78 when it could not begin.',
].join('\n')

const OPTIONS = { symbol: { type: 'string' }, trade: { type: 'string' } } as const

/** @throws {TryRefused} whose message never repeats what was given: it may be a key. */
export function readCommandLine(args: string[]): Request {
  const { values, positionals } = parse(args)
  const [exchange = '', ...rest] = positionals
  if (!isExchangeId(exchange)) {
    throw new TryRefused(`Name one exchange: ${EXCHANGE_IDS.join(', ')}.`)
  }
  if (rest.length > 0) {
    throw new TryRefused(
      'Give the exchange and nothing more. A key on the command line can be read by every program on this machine: if you gave one, delete it at the exchange.',
    )
  }
  return { exchange, symbol: toSymbol(values.symbol), trade: toTrade(values.trade) }
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true })
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new TryRefused('There are options --symbol and --trade, and no others.')
  }
}

function toSymbol(text: string | undefined): string | undefined {
  if (text === undefined || /^[A-Za-z0-9]{1,20}\/[A-Za-z0-9]{1,20}$/.test(text))
    return text?.toUpperCase()
  throw new TryRefused('Write --symbol like BTC/USDT.')
}

function toTrade(text: string | undefined): Request['trade'] {
  if (text === undefined) return undefined
  const [, amount, coin] = /^(\d{1,9}(?:\.\d{1,9})?)([A-Za-z]{2,10})$/.exec(text) ?? []
  if (amount === undefined || coin === undefined || Number(amount) === 0) {
    throw new TryRefused('Write --trade as an amount and a coin, like 10USDT.')
  }
  return { amount, coin: coin.toUpperCase() }
}
