import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Undock as it really runs: a process of its own. */
export interface UndockProcess {
  /** Kills it as a power cut would. */
  kill9(): Promise<void>
}

const MAIN = new URL('../../src/main.ts', import.meta.url).pathname

/** Starts Undock with these settings and waits until it runs. */
export async function startUndock(env: Record<string, string>): Promise<UndockProcess> {
  const cwd = mkdtempSync(join(tmpdir(), 'undock-bench-'))
  const child = spawn(process.execPath, [MAIN], {
    cwd,
    env: { PATH: process.env['PATH'], LOG_LEVEL: 'error', PORT: '0', ALLOWED_USERS: '*', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const closed = once(child, 'close')
  let printed = ''
  while (!printed.includes('Undock runs on Telegram')) {
    const next = await Promise.race([once(child.stdout, 'data'), closed.then(() => undefined)])
    if (next === undefined) throw new Error(`Undock ended before it ran: ${printed}`)
    printed += String(next[0])
  }
  return {
    async kill9() {
      child.kill('SIGKILL')
      await closed
      rmSync(cwd, { recursive: true })
    },
  }
}
