import { fork } from 'node:child_process'
import type { MatrixName, MatrixReport } from './matrix.ts'

/** Which points of which matrices one process runs. */
export interface Part {
  names: readonly MatrixName[]
  first: number
  step: number
  every: boolean
}

/** What a process tells in the end. */
export type Told = (MatrixReport & { name: MatrixName })[]

const RUNNER = new URL('run-matrix.ts', import.meta.url)

/** Runs whole matrices in as many processes as there are jobs. @throws when one of them dies. */
export async function runWholeMatrices(
  names: readonly MatrixName[],
  { jobs, every }: { jobs: number; every: boolean },
): Promise<Map<MatrixName, MatrixReport>> {
  const told = await Promise.all(
    Array.from({ length: jobs }, (_, first) => runPart({ names, first, step: jobs, every })),
  )
  return new Map(
    names.map((name) => {
      const parts = told.flat().filter((part) => part.name === name)
      const sum = (of: 'cells' | 'alike') => parts.reduce((total, part) => total + part[of], 0)
      return [
        name,
        {
          points: parts[0]?.points ?? 0,
          cells: sum('cells'),
          alike: sum('alike'),
          bad: parts.flatMap(({ bad }) => bad),
        },
      ]
    }),
  )
}

function runPart(part: Part): Promise<Told> {
  return new Promise((resolve, reject) => {
    const child = fork(RUNNER, [JSON.stringify(part)], {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    let told: Told | undefined
    child.on('message', (message) => (told = message as Told))
    child.on('error', reject)
    child.on('close', (code) => {
      if (told !== undefined && code === 0) resolve(told)
      else reject(new Error(`A process of the matrix ended with ${code}`))
    })
  })
}
