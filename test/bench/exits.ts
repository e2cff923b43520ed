import { median, print } from './report.ts'
import { sequentialExit } from './sequential-exit.ts'
import { undockExits } from './undock-exit.ts'

const CASES = [
  { positions: 1, roundTripMs: 50 },
  { positions: 1, roundTripMs: 150 },
  { positions: 10, roundTripMs: 50 },
  { positions: 10, roundTripMs: 150 },
  { positions: 50, roundTripMs: 50 },
  { positions: 50, roundTripMs: 150 },
]
const ROUNDS = 3

/**
 * From the tap on `Disconnect now` until the exchange was seen flat, against the physical floor of
 * four round trips, and against the plain sequential ccxt script that a trader would write. Two
 * orders of ours rest for each position.
 */
export async function benchExits(): Promise<void> {
  const rows = []
  for (const { positions, roundTripMs } of CASES) {
    const exits = await undockExits(positions, roundTripMs, ROUNDS)
    const flat = median(exits.map((exit) => exit.flat))
    const script = await sequentialExit(positions, roundTripMs)
    rows.push({
      positions,
      'round trip ms': roundTripMs,
      'flat ms': Math.round(flat),
      'receipt ms': Math.round(median(exits.map((exit) => exit.receipt))),
      'script ms': Math.round(script),
      'flat / 4 round trips': (flat / (4 * roundTripMs)).toFixed(2),
      'script / flat': (script / flat).toFixed(1),
    })
  }
  print('Exits', rows)
}
