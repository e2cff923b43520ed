import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { onTestFinished } from 'vitest'
import { CHILD_ENV } from './child-env.ts'

/** A Node process of our own. */
export interface Child {
  /** Waits until it has printed this. */
  prints: (text: string) => Promise<void>
  /** Asks it to end. */
  signal: (signal: 'SIGTERM' | 'SIGINT') => void
  /** Kills it as a power cut would. */
  kill9: () => Promise<void>
  hasEnded: () => boolean
  /** Stops it in the middle of whatever it does, without ending it. */
  freeze: () => void
  /** Waits for its end. */
  ended: () => Promise<{ code: number | null; stdout: string; stderr: string }>
}

/** Starts Node with these arguments; it is killed when the test ends. */
export function startNode(
  args: readonly string[],
  { cwd, env = {} }: { cwd: string; env?: Record<string, string> },
): Child {
  const child = spawn(process.execPath, args, { cwd, env: { ...CHILD_ENV, ...env } })
  const printed = { stdout: '', stderr: '' }
  child.stdout.on('data', (data) => (printed.stdout += String(data)))
  child.stderr.on('data', (data) => (printed.stderr += String(data)))
  const closed = once(child, 'close').then(([code]) => code as number | null)
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await closed
  })
  return {
    prints: (text) => until(child, () => printed.stdout.includes(text)),
    signal: (signal) => void child.kill(signal),
    async kill9() {
      child.kill('SIGKILL')
      await closed
    },
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    freeze: () => void child.kill('SIGSTOP'),
    ended: async () => ({ code: await closed, ...printed }),
  }
}

async function until(child: ChildProcessWithoutNullStreams, holds: () => boolean): Promise<void> {
  const ended = once(child, 'close')
  while (!holds()) {
    const done = await Promise.race([once(child.stdout, 'data'), ended.then(() => 'ended')])
    if (done === 'ended' && !holds()) throw new Error('It ended before it printed that')
  }
}
