import { expect, test } from 'vitest'
import { listUnsettled } from '../../src/trading/order-repo.ts'
import { HoldOff } from '../../src/trading-bots/hold-off.ts'
import { heedRefusals } from '../../src/trading-bots/refusals.ts'
import { getKey } from '../../src/keys/key-repo.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { aRunningGrid } from './bot-stage.ts'

test('HoldOff lets a place rest for a minute, then twice as long, until an order is taken there', () => {
  const clock = new ManualClock()
  const holdOff = new HoldOff(clock)

  expect(holdOff.begin('bot', 'cell:1')).toBe(60)
  clock.advance(59)
  expect(holdOff.isOn('bot', 'cell:1')).toBe(true)
  expect(holdOff.isOn('bot', 'cell:2')).toBe(false)
  clock.advance(1)
  expect(holdOff.isOn('bot', 'cell:1')).toBe(false)

  expect([1, 2, 3, 4, 5].map(() => holdOff.begin('bot', 'cell:1'))).toEqual([
    120, 240, 480, 900, 900,
  ])
  holdOff.end('bot', 'cell:1')
  expect(holdOff.isOn('bot', 'cell:1')).toBe(false)
  expect(holdOff.begin('bot', 'cell:1')).toBe(60)
})

test.each(['rejected', 'cancelled'] as const)(
  'heedRefusals() lets a place rest whose order was taken and %s by the engine',
  async (status) => {
    const stage = await aRunningGrid()
    const { keyId, connections } = stage
    const [taken] = await listUnsettled(stage.db, { keyId })
    if (taken === undefined) throw new RangeError('Cannot go on: no order rests')
    const key = await getKey(stage.db, keyId)
    const [exchange, holdOff] = [await connections.open(keyId, 'routine'), new HoldOff(stage.clock)]
    const bot = await stage.bot()

    await heedRefusals(stage, { key, exchange, holdOff }, bot, [{ ...taken, status }])

    expect(holdOff.isOn(bot.id, taken.slot)).toBe(true)
    expect((await stage.bot()).status).toBe('running')
  },
)
