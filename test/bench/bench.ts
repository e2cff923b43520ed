import { sequentialExit } from './sequential-exit.ts'
import { undockExit } from './undock-exit.ts'

/**
 * How long an exit takes, against the plain sequential ccxt script that a trader would write, and
 * against the physical floor of four round trips. Both run in one go, in turn, on the same paper
 * exchange: look at the ratios, not at the milliseconds.
 */
const CASES = [
  { positions: 1, roundTripMs: 50 },
  { positions: 5, roundTripMs: 50 },
  { positions: 10, roundTripMs: 50 },
]
const ROUNDS = 3

const rows = []
for (const { positions, roundTripMs } of CASES) {
  const ours: number[] = []
  const theirs: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    ours.push(await undockExit(positions, roundTripMs))
    theirs.push(await sequentialExit(positions, roundTripMs))
  }
  const [mine, script] = [median(ours), median(theirs)]
  rows.push({
    positions,
    'round trip ms': roundTripMs,
    'Undock ms': Math.round(mine),
    'script ms': Math.round(script),
    'script / Undock': (script / mine).toFixed(2),
    'Undock / 4 round trips': (mine / (4 * roundTripMs)).toFixed(2),
  })
}
// oxlint-disable-next-line no-console
console.table(rows)

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
