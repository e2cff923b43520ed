import { languageOf, wordsOf } from '../../telegram/words.ts'
import type { Hands } from './hands.ts'

const { bots } = wordsOf(languageOf())

/** A grid bot as `/newbot` asks for it. */
interface Grid {
  symbol: string
  lower: string
  upper: string
  money: string
  gridCount: string
}

const BITCOIN: Grid = {
  symbol: 'BTC/USDT',
  lower: '55000',
  upper: '65000',
  money: '6000',
  gridCount: '10',
}
const SOLANA: Grid = {
  symbol: 'SOL/USDT',
  lower: '125',
  upper: '175',
  money: '3000',
  gridCount: '5',
}

/** Registers a public key of Undock at the exchange and links it. Gives its API key. */
export async function linkKey(hands: Hands): Promise<string> {
  hands.tells('Making an API key on the exchange, and linking it…')
  await hands.says('/start', 'start')
  await hands.says('/link', 'link-exchange')
  await hands.taps('Binance', 'link-key-pair')
  const publicKey = publicKeyIn(hands.reads('link-key-pair'))
  const { apiKey } = hands.exchange.registerPublicKey(publicKey, { label: 'For Undock' })
  await hands.says(apiKey, 'key-linked')
  return apiKey
}

/** The public key (PEM) on a screen. @throws {RangeError} when there is none. */
function publicKeyIn(text: string): string {
  const [pem] = /-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/.exec(text) ?? []
  if (pem === undefined) throw new RangeError('Cannot read a public key: none is shown')
  return pem
}

/** A bot on Bitcoin that bought three times while the price fell: it holds a loss. */
export async function holdLosingBitcoin(hands: Hands): Promise<void> {
  await startGrid(hands, BITCOIN, 5)
  hands.tells('Bitcoin falls, and the bot buys on the way down…')
  hands.exchange.setPrice('BTC/USDT', '56300')
  await hands.onExchange(() => resting(hands, 'BTC/USDT', 'sell') === 3)
}

/** A bot on Solana that bought once, below the price of now: it holds a gain. */
export async function holdWinningSolana(hands: Hands): Promise<void> {
  await startGrid(hands, SOLANA, 3)
  hands.tells('Solana dips, the bot buys, and Solana comes back…')
  hands.exchange.setPrice('SOL/USDT', '144')
  await hands.onExchange(() => resting(hands, 'SOL/USDT', 'sell') === 1)
  hands.exchange.setPrice('SOL/USDT', '153.2')
}

/** Ends once all its buys below the price of now rest. */
async function startGrid(hands: Hands, grid: Grid, buys: number): Promise<void> {
  hands.tells(`Starting a grid bot on ${grid.symbol}…`)
  await hands.says('/newbot', 'new-bot-strategy')
  await hands.taps('Grid', 'new-bot-symbol')
  await hands.says(grid.symbol, 'new-bot-question')
  await hands.says(grid.lower, 'new-bot-question')
  await hands.says(grid.upper, 'new-bot-question')
  await hands.says(grid.money, 'new-bot-question')
  await hands.says(grid.gridCount, 'new-bot-preview')
  await hands.taps(bots.newBot.buttons.start, 'new-bot-started')
  await hands.onExchange(() => resting(hands, grid.symbol, 'buy') === buys)
}

function resting({ exchange }: Hands, symbol: string, side: 'buy' | 'sell'): number {
  return exchange.openOrders().filter((order) => order.symbol === symbol && order.side === side)
    .length
}
