import { Big } from 'big.js'
import { describe, expect, test } from 'vitest'
import { beginAbsence, findAbsence } from '../../src/keys/absence-repo.ts'
import { transact } from '../../src/db/transact.ts'
import { exportBots } from '../../src/exports/files.ts'
import { compareAfterAbsence } from '../../src/trading-bots/compare-key.ts'
import { findMissing, type Holdings } from '../../src/trading-bots/missing-coins.ts'
import { listMissing } from '../../src/trading-bots/missing-repo.ts'
import { pauseBot, resumeBot } from '../../src/trading-bots/pause-bot.ts'
import { settleMissing } from '../../src/trading-bots/settle-missing.ts'
import type { BotPosition } from '../../src/trading-bots/positions.ts'
import { aRunningGrid, type BotStage } from './bot-stage.ts'

/** The trader's own, at first. */
const OWN = '0.1'

/** A grid that holds what it bought at 59,000 and 58,000, and could not look from then on. */
async function anAbsentGrid(): Promise<BotStage & { held: Big }> {
  const stage = await aRunningGrid()
  stage.paper.setPrice('BTC/USDT', '57500')
  await stage.tick()
  await stage.tick()
  stage.clock.advance(120_000)
  await transact(stage.db, (trx) => beginAbsence(trx, stage.keyId, stage.clock.now()))
  stage.clock.advance(3_600_000)
  return { ...stage, held: (await stage.position()).amount }
}

/** As the hand-work list asks: every order of ours is cancelled, and so much is sold. */
function doByHand({ paper }: BotStage, amount: Big | string): void {
  for (const { id } of paper.openOrders()) paper.cancelByHand(id)
  paper.placeByHand({ symbol: 'BTC/USDT', side: 'sell', amount })
}

/** What an account must have for the trader's own coins to be all there. */
function coinsOf({ paper }: BotStage): Big {
  const btc = paper.balances().find(({ asset }) => asset === 'BTC')
  return new Big(btc?.free ?? 0).plus(btc?.locked ?? 0)
}

describe('compareAfterAbsence()', () => {
  test('tells once that nothing has changed, as soon as the exchange answers, and lets the bots be', async () => {
    const stage = await anAbsentGrid()
    stage.paper.setMaintenance(true)
    expect(await compareAfterAbsence(stage, stage.keyId)).toBe(false)
    expect(await findAbsence(stage.db, stage.keyId)).toMatchObject({ compared: false })
    stage.paper.setMaintenance(false)
    stage.clock.advance(60_000)

    expect(await compareAfterAbsence(stage, stage.keyId)).toBe(true)
    expect(await compareAfterAbsence(stage, stage.keyId)).toBe(true)

    expect((await stage.told()).filter(({ kind }) => kind === 'key-compared')).toHaveLength(1)
    expect(await listMissing(stage.db, stage.keyId)).toEqual([])
    expect((await stage.bot()).status).toBe('running')
  })

  test('tells orders cancelled by hand then, and does not hold them against the bot', async () => {
    const stage = await anAbsentGrid()
    const [first] = stage.paper.openOrders()
    stage.paper.cancelByHand(first?.id ?? 0)

    await compareAfterAbsence(stage, stage.keyId)
    await stage.tick()

    const kinds = (await stage.told()).map(({ kind }) => kind)
    expect(kinds.filter((kind) => kind === 'key-compared')).toHaveLength(1)
    expect(kinds).not.toContain('orders-changed')
    const again = stage.paper.openOrders().find(({ price }) => price?.eq(first?.price ?? 0))
    expect(again).toBeDefined()
    stage.paper.cancelByHand(again?.id ?? 0)
    await stage.tick()
    expect((await stage.bot()).status).toBe('running')
  })

  test('ends no absence that began anew while the account was compared', async () => {
    const stage = await anAbsentGrid()
    const { arrived, release } = stage.holdNext('/api/v3/account')
    const comparing = compareAfterAbsence(stage, stage.keyId)
    await arrived
    const before = await findAbsence(stage.db, stage.keyId)
    await transact(stage.db, (trx) => beginAbsence(trx, stage.keyId, stage.clock.now()))
    release()

    expect(await comparing).toBe(false)
    const after = await findAbsence(stage.db, stage.keyId)
    expect(after).toMatchObject({ compared: false, since: before?.since })
    expect((await stage.told()).map(({ kind }) => kind)).not.toContain('key-compared')
  })
})

describe('settleMissing()', () => {
  test('takes what was sold by hand off the books, although the account has enough of others', async () => {
    const stage = await anAbsentGrid()
    const sold = stage.held.round(5, Big.roundDown)
    doByHand(stage, sold)
    const placed = stage.paper.orders().length

    await compareAfterAbsence(stage, stage.keyId)
    await stage.tick()

    const [missing] = await listMissing(stage.db, stage.keyId)
    expect([missing?.amount, missing?.least].map(String)).toEqual([sold.toFixed(), '0'])
    expect(missing?.price?.lt(57_500)).toBe(true)
    expect(await stage.bot()).toMatchObject({ status: 'paused', reason: 'coins-by-hand' })
    expect(stage.paper.orders()).toHaveLength(placed)

    const { realized } = await stage.position()
    const of = { keyId: stage.keyId, version: 2, whose: 'bots' } as const
    const [taken] = (await settleMissing(stage, of)) ?? []
    expect(await settleMissing(stage, of)).toBeUndefined()

    const after = await stage.position()
    expect(after.amount.toFixed()).toBe(stage.held.minus(sold).toFixed())
    expect(taken?.realized.toFixed()).toBe(after.realized.minus(realized).toFixed())
    const [trades] = await exportBots(stage.db, [await stage.bot()])
    expect(trades?.text.match(/by-hand-/g)).toHaveLength(2)
    expect(await stage.bot()).toMatchObject({ status: 'paused', reason: 'settled-by-hand' })
    await resumeBot(stage, stage.botId)
    await stage.tick()
    expect(new Set(stage.paper.openOrders().map(({ side }) => side))).toEqual(new Set(['buy']))
    expect(stage.paper.openOrders().length).toBeGreaterThan(2)
    expect(coinsOf(stage).toFixed()).toBe(after.amount.plus(OWN).toFixed())
  })

  test('takes what is gone for certain off at its cost, and leaves the rest for sale', async () => {
    const stage = await anAbsentGrid()
    const { realized } = await stage.position()
    for (const { id } of stage.paper.openOrders()) stage.paper.cancelByHand(id)
    stage.paper.withdraw('BTC', coinsOf(stage).minus('0.0015'))
    await compareAfterAbsence(stage, stage.keyId)
    await settleMissing(stage, { keyId: stage.keyId, version: 2, whose: 'bots' })

    await resumeBot(stage, stage.botId)
    await stage.tick()

    const rest = await stage.position()
    expect(rest.amount.toFixed()).toBe('0.0015')
    expect(rest.realized.minus(realized).abs().lt('0.000000000000001')).toBe(true)
    const forSale = stage.paper.openOrders().filter(({ side }) => side === 'sell')
    expect(forSale.map(({ amount }) => amount.toFixed())).toEqual(['0.0015'])
  })

  test('leaves the books alone where the trader sold coins of their own', async () => {
    const stage = await anAbsentGrid()
    stage.paper.placeByHand({ symbol: 'BTC/USDT', side: 'sell', amount: '0.05' })
    await pauseBot(stage, stage.botId)
    for (const { id } of stage.paper.openOrders()) stage.paper.cancelByHand(id)
    await compareAfterAbsence(stage, stage.keyId)

    const taken = await settleMissing(stage, { keyId: stage.keyId, version: 2, whose: 'own' })

    expect(taken).toEqual([])
    expect((await stage.position()).amount.toFixed()).toBe(stage.held.toFixed())
    expect((await stage.bot()).reason).toBe('trader')
    expect(await listMissing(stage.db, stage.keyId)).toEqual([])
  })
})

describe('findMissing()', () => {
  const held = (id: string, symbol: string, amount: string) =>
    holding(id, symbol, { amount, unclearAmount: '0' })
  const holding = (
    id: string,
    symbol: string,
    { amount, unclearAmount }: Record<'amount' | 'unclearAmount', string>,
  ) =>
    ({
      bot: { id, symbol },
      position: { amount: new Big(amount), unclearAmount: new Big(unclearAmount) },
    }) as BotPosition
  const big = (amount: string) => new Big(amount)
  const sold = (amount: string) => ({ amount: big(amount), price: big('60000') })

  const CASES: [
    string,
    Partial<Holdings> & { has: string; locked?: Map<string, Big> },
    string[],
  ][] = [
    ['all is there', { has: '2' }, []],
    ['dust is missing', { has: '0.9995' }, []],
    ['a part is missing', { has: '0.6' }, ['a 0.4 0.4']],
    ['all is missing', { has: '0' }, ['a 1 1']],
    [
      'as much is missing as a fee that is not reported may have been',
      { has: '0.98', held: [holding('a', 'BTC/USDT', { amount: '1', unclearAmount: '2' })] },
      [],
    ],
    [
      'bots of another key hold a part of what is there',
      { has: '1.2', elsewhere: new Map([['BTC', big('0.5')]]) },
      ['a 0.3 0.3'],
    ],
    [
      'so much was sold by hand, and enough is there',
      { has: '2', soldByHand: new Map([['BTC/USDT', sold('0.7')]]) },
      ['a 0.7 0'],
    ],
    [
      'more was sold by hand than is missing',
      { has: '0.8', soldByHand: new Map([['BTC/USDT', sold('0.7')]]) },
      ['a 0.7 0.2'],
    ],
    [
      'what rests in open sales is there, whatever was sold by hand',
      {
        has: '2',
        soldByHand: new Map([['BTC/USDT', sold('5')]]),
        locked: new Map([['a', big('0.9')]]),
      },
      ['a 0.1 0'],
    ],
    [
      'of two bots the one without open sales lacks them',
      {
        has: '1.5',
        held: [held('a', 'BTC/USDT', '1'), held('b', 'BTC/USDC', '1')],
        locked: new Map([['a', big('1')]]),
      },
      ['b 0.5 0.5'],
    ],
    [
      'two bots of one symbol share a sale',
      {
        has: '9',
        held: [held('a', 'BTC/USDT', '1'), held('b', 'BTC/USDT', '1')],
        soldByHand: new Map([['BTC/USDT', sold('1.5')]]),
      },
      ['a 1 0', 'b 0.5 0'],
    ],
    [
      'more is missing than nothing locks',
      { has: '0.2', locked: new Map([['a', big('0.5')]]) },
      ['a 0.8 0.8'],
    ],
    [
      'a coin is not on the account at all',
      { has: '0', held: [held('a', 'ETH/BTC', '3')] },
      ['a 3 3'],
    ],
  ]

  test.each(CASES)('%s', (_, { has, ...given }, expected) => {
    const found = findMissing({
      held: [held('a', 'BTC/USDT', '1')],
      locked: new Map(),
      soldByHand: new Map(),
      elsewhere: new Map(),
      balances: new Map([['BTC', { free: big(has), used: big('0') }]]),
      stepOf: () => big('0.001'),
      feeRate: big('0.01'),
      ...given,
    })

    expect(
      found.map(({ botId, amount, least }) => `${botId} ${amount.toFixed()} ${least.toFixed()}`),
    ).toEqual(expected)
  })
})
