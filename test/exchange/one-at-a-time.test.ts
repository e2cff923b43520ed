import { expect, test } from 'vitest'
import { oneAtATime } from '../../src/exchange/rate-limit/one-at-a-time.ts'

test('oneAtATime() runs an exit before routine calls that wait already, and never two at once', async () => {
  const inTurn = oneAtATime()
  const seen: string[] = []
  let running = 0
  const run = (name: string) => async () => {
    running += 1
    expect(running).toBe(1)
    await new Promise(setImmediate)
    seen.push(name)
    running -= 1
  }

  await Promise.all([
    inTurn('routine', run('first')),
    inTurn('routine', run('second')),
    inTurn('exit', run('exit 1')),
    inTurn('exit', run('exit 2')),
  ])

  expect(seen).toEqual(['first', 'exit 1', 'exit 2', 'second'])
})

test('oneAtATime() goes on after a failure, which is its own caller’s', async () => {
  const inTurn = oneAtATime()
  const failing = inTurn('routine', () => Promise.reject(new Error('no answer')))
  const next = inTurn('routine', async () => 'done')

  await expect(failing).rejects.toThrow('no answer')
  expect(await next).toBe('done')
})
