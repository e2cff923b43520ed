import { expect, test } from 'vitest'
import { LOCALS, runTry } from './support.ts'

test.each(Object.entries(LOCALS))('nothing differs on %s', async (_, open) => {
  const local = await open()

  const { isClean, printed } = await runTry(local)

  expect(printed).not.toContain('DIFFERS')
  expect(isClean).toBe(true)
})
