import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CHILD_ENV } from './child-env.ts'

/** Undock as it really runs: a process of its own. */
export interface UndockProcess {
  /** Kills it as a power cut would. */
  kill9(): Promise<void>
  /** Freezes it: to everyone else it is there and does not answer. */
  freeze(): void
  thaw(): void
}

const MAIN = new URL('../../src/main.ts', import.meta.url).pathname

/** Starts Undock with these settings; when `untilItRuns`, gives it once it does. */
export async function startUndock(
  env: Record<string, string>,
  { untilItRuns = true } = {},
): Promise<UndockProcess> {
  const cwd = mkdtempSync(join(tmpdir(), 'undock-process-'))
  const child = spawn(process.execPath, [MAIN], {
    cwd,
    env: {
      ...CHILD_ENV,
      LOG_LEVEL: 'error',
      PORT: '0',
      ALLOWED_USERS: '*',
      BOT_TICK_SECONDS: '3600',
      KEY_CHECK_SECONDS: '3600',
      ...env,
    },
    stdio: ['ignore', 'pipe', untilItRuns ? 'inherit' : 'ignore'],
  })
  const closed = once(child, 'close')
  if (untilItRuns) await runs(child, closed)
  return {
    async kill9() {
      child.kill('SIGKILL')
      await closed
      rmSync(cwd, { recursive: true, force: true })
    },
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
  }
}

async function runs({ stdout }: ChildProcess, closed: Promise<unknown>): Promise<void> {
  let printed = ''
  while (!printed.includes('Undock runs on Telegram')) {
    if (stdout === null) throw new Error('Undock prints nothing')
    const next = await Promise.race([once(stdout, 'data'), closed.then(() => undefined)])
    if (next === undefined) throw new Error(`Undock ended before it ran: ${printed}`)
    printed += String(next[0])
  }
}
