import { takeChanceAway } from '../world/seeded-process.ts'
import type { MatrixName } from './matrix.ts'

takeChanceAway()

const { runMatrix } = await import('./matrix.ts')

/** Part of one matrix in a process of its own; told as one message. */
const [name = 'disconnect-1', first = '0', step = '1', every = ''] = process.argv.slice(2)
const part = { first: Number(first), step: Number(step), every: every === 'every' }
process.send?.(await runMatrix(name as MatrixName, part))
