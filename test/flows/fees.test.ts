import { Big } from 'big.js'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { FeeWay } from '../../src/playground/paper-exchange/fee-ways.ts'
import { bybitRest } from '../exchange/bybit/bybit-rest.ts'
import { rows } from '../support/exits.ts'
import { rowsOf } from '../support/exports.ts'
import { choosePasting, onExchange, say, tap } from '../support/journey.ts'
import {
  expectCalm,
  hear,
  newLinkedTrader,
  runGrid,
  tickUntil,
  type Trader,
} from '../support/traders.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld({ botTickSeconds: 30 })
})
beforeEach(() => world.exchange.setPrice('BTC/USDT', '60000'))
afterEach(() => expectCalm(world))
afterAll(() => world.close())

/** A trader without coins of their own, whose grid buys at 59,000 and 58,000. */
async function aTraderWhoBuys(way: FeeWay): Promise<Trader> {
  const trader = await newLinkedTrader(world)
  const { exchange, account } = trader
  exchange.withdraw('BTC', '0.1', account)
  exchange.deposit('BNB', '1', account)
  exchange.deposit('XYZ', '1000', account)
  exchange.takeFees(way, account)
  await runGrid(trader)
  exchange.setPrice('BTC/USDT', '57900')
  return trader
}

function sales({ exchange, account }: Trader) {
  return exchange.openOrders(account).filter(({ side }) => side === 'sell')
}

function coinsOf({ exchange, account }: Trader): Big {
  const found = exchange.balances(account).find(({ asset }) => asset === 'BTC')
  return found === undefined ? new Big(0) : found.free.plus(found.locked)
}

/** How many ended orders still wait for their fills. */
async function unsettled({ alice }: Trader): Promise<number> {
  const found = await rows(
    world,
    `select id from trade_order where user_id = '${alice.id}' and status = 'filled' and settled = 0`,
  )
  return found.length
}

interface Case {
  way: FeeWay
  /** On the bot's card. */
  says?: RegExp
  /** `fee` and `fee_currency` of a buy and of a sale in the exported file, `fee_value` of both. */
  inFile: { buy: RegExp; sale: RegExp; value: RegExp }
  onReceipt: RegExp
  /** What is unknown may have been taken in coins, so the position may be above what is there. */
  exact?: false
}

const CASES: [string, Case][] = [
  [
    'in a third coin',
    {
      way: { kind: 'coin', coin: 'BNB' },
      inFile: { buy: /^0\.\d+ BNB$/, sale: /^0\.\d+ BNB$/, value: /^0\.\d+$/ },
      onReceipt: /, fee 0\.\d+ BNB, realized/,
    },
  ],
  [
    'in a third coin that has no price',
    {
      way: { kind: 'coin', coin: 'XYZ', usd: '0.5' },
      says: /• fees not valued yet: \d\.\d+ XYZ/,
      inFile: { buy: /^\d\.\d+ XYZ$/, sale: /^\d\.\d+ XYZ$/, value: /^unknown$/ },
      onReceipt: /, fee \d\.\d+ XYZ, realized/,
    },
  ],
  [
    'of nothing',
    {
      way: { kind: 'received', rate: '0' },
      inFile: { buy: /^0 $/, sale: /^0 $/, value: /^$/ },
      onReceipt: /, no fee, realized/,
    },
  ],
  [
    'below zero, as a rebate',
    {
      way: { kind: 'received', rate: '-0.0002' },
      inFile: { buy: /^-0\.\d+ BTC$/, sale: /^-0\.\d+ USDT$/, value: /^$/ },
      onReceipt: /, fee -0\.\d+ USDT, realized/,
    },
  ],
  [
    'in empty words',
    {
      way: { kind: 'untold', as: 'empty' },
      says: /• fee unknown for 2 trades: not in these figures/,
      inFile: { buy: /^unknown $/, sale: /^unknown $/, value: /^unknown$/ },
      onReceipt: /, fee unknown, realized/,
      exact: false,
    },
  ],
  [
    'not at all',
    {
      way: { kind: 'untold', as: 'missing' },
      says: /• fee unknown for 2 trades: not in these figures/,
      inFile: { buy: /^unknown $/, sale: /^unknown $/, value: /^unknown$/ },
      onReceipt: /, fee unknown, realized/,
      exact: false,
    },
  ],
]

test.each(CASES)(
  'with fees %s a bot trades on, and its trader leaves',
  async (_, one) => {
    const { way, says = /Profit in all/, inFile, onReceipt, exact = true } = one
    const trader = await aTraderWhoBuys(way)
    const { alice, exchange, account } = trader

    await tickUntil(trader, () => sales(trader).length === 2)
    expect(await unsettled(trader)).toBe(0)
    const bought = exchange
      .trades(account)
      .reduce((sum, { amount }) => sum.plus(amount), new Big(0))
    await hear(alice, '/bots', 'bots')
    const card = await tap(alice, '🟢 Grid BTC/USDT', 'bot')
    expect(card.text).toContain(`Position: ${(exact ? coinsOf(trader) : bought).toFixed()} BTC`)
    expect(card.text).toMatch(says)
    expect(card.text.includes('unknown')).toBe(!exact)

    exchange.setPrice('BTC/USDT', '59000')
    await tickUntil(trader, () => sales(trader).length === 1)
    await tickUntil(trader, () => exchange.openOrders(account).length === 5)
    expect(await unsettled(trader)).toBe(0)

    exchange.setPrice('BTC/USDT', '59500')
    await say(alice, '/disconnect', 'exit-state')
    await tap(alice, 'Continue', 'exit-bots')
    await tap(alice, 'Pause and continue', 'exit-positions')
    await tap(alice, 'Close all', 'exit-plan')
    const receipt = await tap(alice, 'Disconnect now', 'exit-receipt')
    expect(receipt.text).toMatch(onReceipt)
    expect(exchange.openOrders(account)).toEqual([])
    expect(coinsOf(trader).gte(0) && coinsOf(trader).lt('0.0001')).toBe(true)

    await hear(alice, '/export', 'export')
    const trades = rowsOf(trader, 'trades.csv')
    expect(trades.length).toBe(exchange.trades(account).length)
    for (const { side, fee, fee_currency: coin, fee_value: value } of trades) {
      expect(`${fee} ${coin}`).toMatch(side === 'buy' ? inFile.buy : inFile.sale)
      expect(value).toMatch(inFile.value)
    }
    const unknown = exact ? '0' : String(trades.length)
    expect(rowsOf(trader, 'positions.csv')[0]?.['trades_with_unknown_fee']).toBe(unknown)
  },
  60_000,
)

test('a trader whose fills can’t be read finds what was bought in the last known state', async () => {
  const trader = await newLinkedTrader(world)
  const { alice, exchange, account } = trader
  await runGrid(trader)
  const status = { kind: 'status', status: 503, body: '<html></html>' } as const
  const calm = exchange.fault({ path: '/api/v3/myTrades', times: Infinity, effect: status })
  exchange.setPrice('BTC/USDT', '57900')
  await tickUntil(trader, () => exchange.trades(account).length === 2)
  await tickUntil(trader, filledOnRecord(trader))
  const bought = exchange.trades(account).reduce((sum, { amount }) => sum.plus(amount), new Big(0))

  exchange.setMaintenance(true)
  const known = await say(alice, '/disconnect', 'exit-last-known')

  expect(known.text).toContain('Positions: 1')
  expect(known.text).toContain(`sell, if you want to: ${bought.toFixed()} BTC/USDT, cost 58,`)
  await tap(alice, 'Erase now', 'exit-erase')
  const receipt = await tap(alice, 'Erase the key now', 'exit-receipt')
  expect(receipt.text).toContain(`☐ sell ${bought.toFixed()} BTC into USDT`)
  exchange.setMaintenance(false)
  calm()
}, 60_000)

/** Looks whether the orders on record have as much as the exchange's; what was found last. */
function filledOnRecord({ alice, exchange, account }: Trader): () => boolean {
  let known = 0
  return () => {
    const statement = `select id from trade_order where user_id = '${alice.id}' and status = 'filled'`
    void rows(world, statement).then((found) => (known = found.length))
    return known === exchange.trades(account).length
  }
}

test('a fill with two fees, one of them in a coin without a price, is read and exported', async () => {
  const taxed = await openWorld({ botTickSeconds: 0.3 }, (clock) => {
    const { dialect } = bybitRest(clock)
    const tax = '"extraFees":[{"feeCoin":"XYZ","feeType":"GST","fee":"0.02"}]'
    return {
      id: 'bybit',
      dialect: {
        ...dialect,
        answer(deps, request) {
          const answer = dialect.answer(deps, request)
          return request.path === '/v5/execution/list'
            ? { ...answer, body: answer.body.replaceAll('"extraFees":""', tax) }
            : answer
        },
      },
    }
  })
  try {
    const { alice, exchange } = taxed
    const { apiKey, secret } = exchange.createKey()
    await say(alice, '/link', 'link-exchange')
    await choosePasting(alice, 'Bybit')
    await say(alice, `${apiKey}\n${secret}`, 'key-linked')
    taxed.clock.advance(3)
    await runGrid({ ...taxed, account: 'main' })
    exchange.setPrice('BTC/USDT', '58900')
    await onExchange(taxed, () => exchange.openOrders().some(({ side }) => side === 'sell'))

    await hear(alice, '/bots', 'bots')
    const card = await tap(alice, '🟢 Grid BTC/USDT', 'bot')
    const [buy] = exchange.trades()
    expect(card.text).toContain(`Position: ${buy?.amount.minus(buy.fee).toFixed()} BTC`)
    expect(card.text).toContain('• fees not valued yet: 0.02 XYZ')

    await hear(alice, '/export', 'export')
    expect(rowsOf(taxed, 'trades.csv')).toMatchObject([
      {
        fee: buy?.fee.toFixed(),
        fee_currency: 'BTC',
        fee_2: '0.02',
        fee_currency_2: 'XYZ',
        fee_value: 'unknown',
      },
    ])
    await expectCalm(taxed)
  } finally {
    await taxed.close()
  }
})
