import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PageState } from '../../src/playground/page/page-state.ts'
import { CHILD_ENV } from '../support/child-env.ts'

/** What a stranger gets from `npm start`: a process of its own. */
export interface PlaygroundProcess {
  origin: string
  state: () => Promise<PageState>
  /** Sends JSON to a path below `/page`, as the page does. */
  post: (path: string, body?: unknown) => Promise<Response>
  stop: () => Promise<void>
}

/** As quick as the settings let it be. */
export const QUICK = { BOT_TICK_SECONDS: '1', KEY_CHECK_SECONDS: '1', KEY_CONFIRM_SECONDS: '1' }

/** Starts it in an empty folder on a free port, at its own pace if nothing is said. */
export async function startPlaygroundProcess(
  pace: Record<string, string> = {},
): Promise<PlaygroundProcess> {
  const cwd = mkdtempSync(join(tmpdir(), 'undock-page-'))
  const main = join(import.meta.dirname, '../../src/main.ts')
  const child = spawn(process.execPath, [main], {
    cwd,
    env: { ...CHILD_ENV, PORT: '0', ...pace },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  const origin = await new Promise<string>((resolve, reject) => {
    let printed = ''
    child.stdout.on('data', (data) => {
      printed += String(data)
      const [address] = /http:\S+/.exec(printed) ?? []
      if (address !== undefined) resolve(address)
    })
    child.once('exit', () => reject(new Error(`The playground ended: ${printed}`)))
  })
  return {
    origin,
    async state() {
      const response = await fetch(`${origin}/page/state`)
      const state: PageState = JSON.parse(await response.text())
      return state
    },
    post: (path, body = {}) =>
      fetch(`${origin}/page${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    async stop() {
      child.kill('SIGTERM')
      await ended
      rmSync(cwd, { recursive: true, force: true })
    },
  }
}
