import { fork } from 'node:child_process'
import { beforeAll, expect, test } from 'vitest'
import { REGRESSIONS } from './regressions.ts'
import type { Told } from './run-regressions.ts'

let told: Told = {}

beforeAll(async () => {
  told = await runAll()
}, 60_000)

test.each(Object.keys(REGRESSIONS))('%s', (name) => {
  const { violations, ends } = told[name] ?? {}

  expect(violations).toEqual([])
  expect(ends).toHaveLength(1)
})

function runAll(): Promise<Told> {
  return new Promise((resolve, reject) => {
    const child = fork(new URL('run-regressions.ts', import.meta.url), [], {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    child.on('message', (message) => resolve(message as Told))
    child.on('error', reject)
    child.on('close', (code) => reject(new Error(`It ended with ${code} and told nothing`)))
  })
}
