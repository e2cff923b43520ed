import { afterEach, beforeEach, expect, test } from 'vitest'
import { wordsOf } from '../../src/telegram/words.ts'
import { holdBitcoin, later, reachPositions, rows, sells, soldByUs } from '../support/exits.ts'
import { linkKey, onExchange, startGrid, tap } from '../support/journey.ts'
import { openWorld, type World } from '../support/world.ts'

const { checklist, loss, plan, positions, receipt: w } = wordsOf('en').disconnect

let world: World
beforeEach(async () => {
  world = await openWorld({ botTickSeconds: 0.3 })
  await linkKey(world)
  await holdBitcoin(world)
  await holdBitcoinOnce()
}, 60_000)
afterEach(() => world.close())

/** A second grid on BTC/USDT, which has bought at 57,000 only. */
async function holdBitcoinOnce(): Promise<void> {
  const { exchange } = world
  const before = exchange.openOrders().length
  const grid = { symbol: 'BTC/USDT', lower: '54000', upper: '60000', money: '600', gridCount: '6' }
  await startGrid(world, grid)
  await onExchange(world, () => exchange.openOrders().length > before + 2)
  const held = sells(world, 'BTC/USDT').length
  exchange.setPrice('BTC/USDT', '56950')
  await onExchange(world, () => sells(world, 'BTC/USDT').length > held)
}

/** The amount that a button of the checklist names. */
const shownOf = (label: string) => Number(/ ([\d.]+) BTC/.exec(label)?.[1])

test('of two bots on one pair one position is sold, and the other is called kept, not too small to sell', async () => {
  const { alice } = world
  await reachPositions(world)
  const list = await tap(alice, positions.choose, 'exit-checklist')
  const names = list.keyboard.flat().map(({ text }) => text)
  const [first = '', second = ''] = names.filter((text) => text.startsWith(checklist.keep('')))
  await tap(alice, first, 'exit-checklist')
  await tap(alice, checklist.done, 'exit-loss')
  await tap(alice, loss.realize(''), 'exit-plan')
  alice.taps(plan.go)
  const receipt = await later(world, { screen: 'exit-receipt' })

  const decided = await rows<{ amount: string; decision: string }>(
    world,
    'select amount, decision from exit_position',
  )
  const amountOf = (decision: string) => decided.find((one) => one.decision === decision)?.amount
  const [sold, kept] = [amountOf('close'), amountOf('keep')]
  expect(Number(soldByUs(world, 'BTC/USDT'))).toBeCloseTo(Number(sold), 4)
  expect(receipt.text).toContain(w.kept(`${kept} BTC`).text)
  expect(receipt.text).not.toContain(w.tooSmall(`${kept} BTC`).text)
  expect(shownOf(first)).toBeCloseTo(Number(sold), 4)
  expect(shownOf(second)).toBeCloseTo(Number(kept), 4)
})
