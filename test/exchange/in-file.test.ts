import { expect, test } from 'vitest'
import { inFile } from '../../src/exchange/rate-limit/in-file.ts'

test('inFile() lets a few pass at a time, in order, and others are shown in between', async () => {
  const pass = inFile()
  const seen: string[] = []
  const shown = new Promise<void>((resolve) => {
    setImmediate(() => {
      seen.push('shown')
      resolve()
    })
  })

  const all = Array.from({ length: 10 }, async (_, i) => {
    await pass('routine')
    seen.push(`${i}`)
  })
  await Promise.all([...all, shown])

  expect(seen.filter((what) => what !== 'shown')).toEqual('0123456789'.split(''))
  expect(seen.indexOf('shown')).toBeLessThan(seen.indexOf('9'))
})

test('inFile() holds nobody up once the file has passed', async () => {
  const pass = inFile()
  await Promise.all(Array.from({ length: 9 }, () => pass('routine')))
  await new Promise(setImmediate)
  let passed = 0

  for (let i = 0; i < 4; i += 1) void pass('routine').then(() => (passed += 1))
  await Promise.resolve()

  expect(passed).toBe(4)
})

test('inFile() lets an exit pass before routine calls that wait already', async () => {
  const pass = inFile()
  const seen: string[] = []
  const all = Array.from({ length: 12 }, async (_, i) => {
    await pass('routine')
    seen.push(`routine ${i}`)
  })
  const exit = pass('exit').then(() => seen.push('exit'))

  await Promise.all([...all, exit])

  expect(seen.indexOf('exit')).toBe(4)
})
