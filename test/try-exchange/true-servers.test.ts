import { expect, test } from 'vitest'
import { LOCALS, openLocal, runTry } from './support.ts'

test.each(LOCALS)('nothing differs on %s', async (name) => {
  const local = await openLocal(name)

  const { isClean, printed } = await runTry(local)

  expect(printed).not.toContain('DIFFERS')
  expect(isClean).toBe(true)
})
