import { fork } from 'node:child_process'
import type { BadCell, MatrixName } from './matrix.ts'

/** What a whole matrix came to. */
export interface MatrixReport {
  points: number
  cells: number
  bad: BadCell[]
}

const RUNNER = new URL('run-matrix.ts', import.meta.url)

/** Runs a whole matrix in as many processes as there are jobs. @throws when one of them dies. */
export async function runWholeMatrix(
  name: MatrixName,
  { jobs, every }: { jobs: number; every: boolean },
): Promise<MatrixReport> {
  const parts = await Promise.all(
    Array.from({ length: jobs }, (_, i) =>
      runPart([name, String(i), String(jobs), every ? 'every' : '']),
    ),
  )
  return {
    points: parts[0]?.points ?? 0,
    cells: parts.reduce((sum, { cells }) => sum + cells, 0),
    bad: parts.flatMap(({ bad }) => bad),
  }
}

function runPart(args: string[]): Promise<MatrixReport> {
  return new Promise((resolve, reject) => {
    const child = fork(RUNNER, args, {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    let report: MatrixReport | undefined
    child.on('message', (told) => (report = told as MatrixReport))
    child.on('error', reject)
    child.on('close', (code) => {
      if (report !== undefined && code === 0) resolve(report)
      else reject(new Error(`A process of the matrix ended with ${code}`))
    })
  })
}
