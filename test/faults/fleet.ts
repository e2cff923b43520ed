import { fork } from 'node:child_process'
import { toArguments, type Task, type Told } from './task.ts'

/** What all processes together came to. */
export interface FleetReport {
  schedules: number
  cpuSeconds: number
  counts: Map<string, number>
  /** Of all that the schedules left behind, by process. */
  digest: string
  failures: { seed: number; violations: string[] }[]
  grownMegabytes: number
}

interface FleetOptions {
  first: number
  schedules: number
  jobs: number
  /** Ends everything at the first violation. */
  stopAtFailure: boolean
  onProgress?: (schedules: number) => void
  onFailure?: (seed: number) => void
  /** The part of the schedules that have troubles of one order, bot or symbol as well; none, if not said. */
  confined?: number
  /** Where the simulator stands; a mutant's stands elsewhere. */
  worker?: URL
}

const WORKER = new URL('worker.ts', import.meta.url)

/** Runs schedules in as many processes as there are jobs. @throws when one of them dies. */
export async function runFleet(options: FleetOptions): Promise<FleetReport> {
  const { first, schedules, jobs, stopAtFailure, onProgress, onFailure } = options
  const { worker = WORKER, confined = 0 } = options
  const report: FleetReport = {
    schedules: 0,
    cpuSeconds: 0,
    counts: new Map(),
    digest: '',
    failures: [],
    grownMegabytes: 0,
  }
  const stops: (() => void)[] = []
  const hear = (told: Told): void => {
    if (told.kind === 'failed') {
      report.failures.push({ seed: told.seed, violations: told.violations })
      onFailure?.(told.seed)
      if (stopAtFailure) for (const stop of stops) stop()
      return
    }
    report.schedules += told.schedules
    onProgress?.(report.schedules)
    if (told.kind !== 'done') return
    report.cpuSeconds += told.cpuSeconds
    report.digest += told.digest
    report.grownMegabytes = Math.max(report.grownMegabytes, told.grownMegabytes)
    for (const [what, times] of told.counts) {
      report.counts.set(what, (report.counts.get(what) ?? 0) + times)
    }
  }
  await Promise.all(
    Array.from({ length: jobs }, (_, i) => {
      const count = Math.ceil((schedules - i) / jobs)
      if (count <= 0) return Promise.resolve()
      const { ended, stop } = start(worker, { first: first + i, step: jobs, count, confined }, hear)
      stops.push(stop)
      return ended
    }),
  )
  report.failures.sort((a, b) => a.seed - b.seed)
  return report
}

function start(
  worker: URL,
  task: Task,
  hear: (told: Told) => void,
): { ended: Promise<void>; stop: () => void } {
  const child = fork(worker, toArguments(task), {
    execArgv: ['--expose-gc', '--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  let stopped = false
  child.on('message', (told) => hear(told as Told))
  const ended = new Promise<void>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0 || stopped) resolve()
      else reject(new Error(`A process of the simulator ended with ${code}`))
    })
  })
  const stop = (): void => {
    stopped = true
    child.kill('SIGKILL')
  }
  return { ended, stop }
}
