import type { ServerResponse } from 'node:http'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { Db } from '../../src/db/schema.ts'
import { openSharedLimits } from '../../src/db/shared-limits.ts'
import { createExchanges } from '../../src/exchange/exchanges.ts'
import type { SharedLimits } from '../../src/exchange/rate-limit/shared-limits.ts'
import { createLog } from '../../src/lib/log.ts'
import {
  createPaperExchange,
  type PaperExchange,
} from '../../src/playground/paper-exchange/paper-exchange.ts'
import { aSqlite } from '../support/scratch.ts'
import { HandClock } from './hand-clock.ts'
import { RECORDED } from './recorded/all.ts'
import { mount, serve } from './support.ts'

/** A process that asks for open orders, 80 each, in the lane of the exits, as often as it is told. */
async function aProcess(db: Db, clock: HandClock, paper: PaperExchange, origin: string) {
  const { limits } = await openSharedLimits(db, clock, silent(clock))
  let refused = false
  const lease: SharedLimits['lease'] = async (wanted) => {
    const part = await limits.lease(wanted)
    refused ||= part instanceof Date
    return part
  }
  const exchanges = createExchanges({
    clock,
    origins: { binance: origin },
    shared: { ...limits, lease },
  })
  onTestFinished(() => exchanges.close())
  const { exit } = exchanges.connect('binance', paper.createKey())
  return {
    ask(times: number) {
      for (let i = 0; i < times; i += 1) exit.fetchOpenOrders().catch(nothing)
    },
    isRefused: () => refused,
    stop: () => exchanges.close(),
  }
}

test('all processes of one address together stay below what the exchange counts, restarts included', async () => {
  const [clock, db] = [new HandClock(), await aSqlite()]
  const paper = createPaperExchange({ clock, seed: 1 })
  const origin = await mount(paper)
  const used = () => paper.requests().reduce((sum, { weight }) => sum + weight, 0)
  const fleet = [
    await aProcess(db, clock, paper, origin),
    await aProcess(db, clock, paper, origin),
  ] as const

  for (const each of fleet) each.ask(100)
  await vi.waitFor(() => {
    expect(fleet.map((each) => each.isRefused())).toEqual([true, true])
    expect(used()).toBeGreaterThan(5_000)
  }, 10_000)
  for (const each of fleet) await each.stop()
  const anew = await aProcess(db, clock, paper, origin)
  anew.ask(100)
  await vi.waitFor(() => expect(anew.isRefused()).toBe(true), 10_000)
  await anew.stop()

  expect(used()).toBeLessThanOrEqual(6_000)
  expect(paper.requests().filter(({ status }) => status !== 200)).toEqual([])
})

test('the second request of one turn is not sent in a pause that began meanwhile', async () => {
  const clock = new HandClock()
  const asked: string[] = []
  const held = Promise.withResolvers<ServerResponse>()
  const origin = await serve((request, response) => {
    const path = request.url ?? ''
    asked.push(path)
    if (path.startsWith('/0/public')) return response.end(answerOf(path))
    if (request.headers['api-key'] === 'the-first') return held.resolve(response)
    response.writeHead(429, { 'retry-after': '30' })
    return response.end('{"error":["EGeneral:Too many requests"]}')
  })
  const exchanges = createExchanges({ clock, origins: { kraken: origin } })
  onTestFinished(() => exchanges.close())
  const secret = Buffer.from('a-secret').toString('base64')
  const [first, second] = ['the-first', 'the-second'].map((apiKey) =>
    exchanges.connect('kraken', { apiKey, secret }),
  )

  const reading = first?.routine.fetchAccount().catch((error: unknown) => error)
  const response = await held.promise
  await expect(second?.routine.fetchRights()).rejects.toMatchObject({ code: 'unavailable' })
  response.end('{"error":[],"result":{"iban":"AA11","permissions":["modify-trades"]}}')

  expect(await reading).toMatchObject({
    code: 'unavailable',
    retryAt: new Date('2026-03-02T12:00:30Z'),
  })
  expect(asked.filter((path) => path.includes('BalanceEx'))).toEqual([])
})

function recorded(request: string): unknown {
  return RECORDED.kraken.answers('open')[request]
}

function answerOf(path: string): string {
  if (path.includes('AssetPairs')) return JSON.stringify(recorded('GET /0/public/AssetPairs'))
  const result = path.includes('Time') ? { unixtime: 1_772_452_800 } : {}
  return JSON.stringify({ error: [], result })
}

function nothing(): void {
  // It was sent away, or came to nothing: only the exchange's count matters here.
}

function silent(clock: HandClock) {
  return createLog(
    'error',
    () => clock.now(),
    () => undefined,
  )
}

test('three exits of 200 orders each are cancelled at once, beside a flood of dialogues that is sent away', async () => {
  const [clock, db] = [new HandClock(), await aSqlite()]
  const paper = createPaperExchange({ clock, seed: 1 })
  const { limits } = await openSharedLimits(db, clock, silent(clock))
  const origins = { binance: await mount(paper) }
  const exchanges = createExchanges({ clock, origins, shared: limits })
  onTestFinished(() => exchanges.close())
  const traders = ['one', 'two', 'three'].map((account) => {
    paper.deposit('USDT', '100000', account)
    return { account, ...exchanges.connect('binance', paper.createKey({ account })) }
  })
  for (const { account } of traders) {
    for (let i = 0; i < 200; i += 1) rest(paper, account, i)
  }
  const dialogue = async (_: unknown, i: number): Promise<unknown> => {
    const source = exchanges.markets('binance')
    const one = traders[i % 3]?.routine
    try {
      for (;;) {
        await Promise.all([source.fetchPrices(['BTC/USDT']), one?.fetchAccount()])
        await source.fetchOrderBook('BTC/USDT')
      }
    } catch (error) {
      return error
    }
  }
  const dialogues = Promise.all(Array.from({ length: 50 }, dialogue))

  const cancelled = await Promise.all(
    traders.map(async ({ account, exit }) => {
      const orders = paper.openOrders(account)
      return Promise.allSettled(orders.map((order) => exit.cancelOrder(order)))
    }),
  )
  const books = await Promise.all(
    traders.map(() => exchanges.markets('binance', 'exit').fetchOrderBook('BTC/USDT')),
  )
  expect(cancelled.flat().filter(({ status }) => status === 'rejected')).toEqual([])
  expect(traders.map(({ account }) => paper.openOrders(account))).toEqual([[], [], []])
  expect(books.every(({ bids }) => bids.length > 0)).toBe(true)
  const refusals = await untilItIsOver(clock, dialogues)
  for (const error of refusals) {
    expect(error).toMatchObject({ code: 'unavailable', retryAt: expect.any(Date) })
  }
  expect(paper.requests().filter(({ status }) => status !== 200)).toEqual([])
})

function rest(paper: PaperExchange, account: string, i: number): void {
  const symbol = 'BTC/USDT'
  paper.placeByHand({ account, symbol, side: 'buy', price: `${40_000 + i * 10}`, amount: '0.001' })
}

/** Lets time pass whenever something waits for it. */
async function untilItIsOver<T>(clock: HandClock, work: Promise<T>): Promise<T> {
  const state = { over: false }
  const ended = work.finally(() => {
    state.over = true
  })
  while (!state.over) {
    clock.advance(100)
    await new Promise(setImmediate)
  }
  return ended
}
