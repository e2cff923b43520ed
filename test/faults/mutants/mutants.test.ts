import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { MUTANTS } from './mutants.ts'
import { mutate, ROOT } from './transplant.ts'

test.each(MUTANTS)('$name', (mutant) => {
  expect(mutate(mutant)).toContain(mutant.replace)
  expect(mutant.replace).not.toBe(mutant.find)
})

test('each test that must find a mutant is there', () => {
  const files = MUTANTS.flatMap(({ killedBy }) =>
    typeof killedBy === 'object' ? [killedBy.test] : [],
  )

  expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([])
})

test('each mutant has a name of its own', () => {
  expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length)
})
