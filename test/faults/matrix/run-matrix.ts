import { takeChanceAway } from '../world/seeded-process.ts'
import type { Part, Told } from './matrix-fleet.ts'
import type { MatrixName } from './matrix.ts'

takeChanceAway()

const { runMatrix } = await import('./matrix.ts')

/** Part of each matrix in a process of its own; told as one message. */
const { names, ...part } = JSON.parse(process.argv[2] ?? '') as Part
const told: Told = []
for (const name of names as MatrixName[]) told.push({ name, ...(await runMatrix(name, part)) })
process.send?.(told)
