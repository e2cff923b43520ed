import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** Whether all tests of a file pass, in the project that stands in a folder. */
export async function passes(folder: string, file: string): Promise<boolean> {
  const vitest = join(folder, 'node_modules/vitest/vitest.mjs')
  const options = ['run', '--project', 'sqlite', '--maxWorkers', '1', '--testTimeout', '30000']
  const child = spawn(process.execPath, [vitest, ...options, file], {
    cwd: folder,
    stdio: 'ignore',
  })
  const [code] = await once(child, 'close')
  return code === 0
}
