import { expect, test } from 'vitest'
import { HoldOff } from '../../src/trading-bots/hold-off.ts'
import { ManualClock } from '../support/manual-clock.ts'

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
