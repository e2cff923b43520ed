import { fork } from 'node:child_process'
import { expect, test } from 'vitest'
import { REGRESSIONS } from './regressions.ts'

interface Told {
  violations: string[]
  /** How the exit ended. */
  ends: string[]
}

test.each(Object.keys(REGRESSIONS))(
  '%s',
  async (name) => {
    const { violations, ends } = await run(name)

    expect(violations).toEqual([])
    expect(ends).toHaveLength(1)
  },
  30_000,
)

function run(name: string): Promise<Told> {
  return new Promise((resolve, reject) => {
    const runner = new URL('run-regression.ts', import.meta.url)
    const child = fork(runner, [name], {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    child.on('message', (told) => resolve(told as Told))
    child.on('error', reject)
    child.on('close', (code) => reject(new Error(`It ended with ${code} and told nothing`)))
  })
}
