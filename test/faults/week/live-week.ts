import type { Death } from './laws.ts'
import { runWeek, type WeekReport } from './week.ts'

/** Watches so many keys for so many days and says what came of it. True when all was as it must be. */
export async function liveWeek({
  seed,
  keys,
  days,
  say,
}: {
  seed: number
  keys: number
  days: number
  say: (line: string) => void
}): Promise<boolean> {
  say(`${keys} keys for ${days} days, seed ${seed}`)
  const before = process.cpuUsage()
  const report = await runWeek({ seed, keys, days, onDay: (day) => say(`day ${day} is over`) })
  const { user, system } = process.cpuUsage(before)
  for (const line of linesOf(report)) say(line)
  say(`${Math.round((user + system) / 1e6)} s of one core`)
  return report.broken.length === 0
}

function linesOf({ counts, notices, deaths, peak, broken }: WeekReport): string[] {
  const counted = [...counts].toSorted(([a], [b]) => a.localeCompare(b))
  const told = [...notices].map(([kind, count]) => `${count} ${kind}`)
  return [
    ...counted.map(([what, count]) => `${String(count).padStart(9)}  ${what}`),
    `notices: ${told.join(', ')}`,
    `at most ${peak} probes within one second`,
    `${deaths.length} keys died and stayed dead for long enough to be told of`,
    ...['binance', 'all'].flatMap((which) =>
      [false, true].map((busy) => lineOfDeaths(deaths, which, busy)),
    ),
    `${broken.length} promises broken`,
    ...broken.slice(0, 30).map((one) => `  ${one}`),
  ]
}

/** Only deaths that no incident put off: what was promised of the others is another time. */
function lineOfDeaths(deaths: readonly Death[], which: string, busy: boolean): string {
  const undisturbed = deaths.filter(
    ({ person, promised, bound }) =>
      person.busy === busy &&
      Math.abs(promised - bound) < 1 &&
      (which === 'all' || person.key.exchange === which),
  )
  const seconds = undisturbed.map(({ after }) => Math.round(after ?? Infinity))
  const name = `${which}, ${busy ? 'with a running bot' : 'idle'}`
  return seconds.length === 0
    ? `${name}: none died`
    : `${name}: ${seconds.length} told after ${Math.min(...seconds)} to ${Math.max(...seconds)} s`
}
