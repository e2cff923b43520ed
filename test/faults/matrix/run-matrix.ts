import { takeChanceAway } from '../world/seeded-process.ts'

takeChanceAway()

const { runMatrix } = await import('./matrix.ts')
type MatrixName = import('./matrix.ts').MatrixName

/** Part of one matrix in a process of its own; told as one line of JSON. */
const [name = 'disconnect-1', first = '0', step = '1'] = process.argv.slice(2)
const told = await runMatrix(name as MatrixName, { first: Number(first), step: Number(step) })
process.stdout.write(`${JSON.stringify(told)}\n`)
