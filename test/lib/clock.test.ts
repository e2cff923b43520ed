import { expect, test } from 'vitest'
import { neverBack } from '../../src/lib/clock.ts'

const START = Date.parse('2026-03-01T12:00:00Z')

/** A machine whose clock is set by hand. */
function machine() {
  let [wall, elapsed] = [START, 0]
  const now = neverBack(
    () => wall,
    () => elapsed,
  )
  return {
    seconds: () => (now().getTime() - START) / 1000,
    pass: (seconds: number) => {
      wall += seconds * 1000
      elapsed += seconds * 1000
    },
    set: (seconds: number) => {
      wall += seconds * 1000
    },
  }
}

test('time is the machine’s, also after it slept', () => {
  const { seconds, pass, set } = machine()
  pass(5)
  expect(seconds()).toBe(5)
  set(3_600)
  expect(seconds()).toBe(3_605)
})

test('a clock that is set back half a minute stops nothing, and is caught up with in a minute', () => {
  const { seconds, pass, set } = machine()
  pass(100)
  expect(seconds()).toBe(100)
  set(-30)
  expect(seconds()).toBe(100)
  pass(10)
  expect(seconds()).toBe(105)
  pass(50)
  expect(seconds()).toBe(130)
  pass(10)
  expect(seconds()).toBe(140)
})
