import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Mutant } from './mutants.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

/** The project with a mutant in it, somewhere else. */
export interface Transplant {
  worker: URL
  remove: () => void
}

/**
 * Copies the project and puts the mutant in; the tree itself is never touched.
 *
 * @throws {Error} when what it replaces is not there any more, or more than once.
 */
export function transplant({ name, file, find, replace }: Mutant): Transplant {
  const text = readFileSync(join(ROOT, file), 'utf8')
  const times = text.split(find).length - 1
  if (times !== 1) throw new Error(`Cannot make "${name}": ${file} has its text ${times} times`)

  const folder = mkdtempSync(join(tmpdir(), 'undock-mutant-'))
  for (const part of ['src', 'migrations', 'test/faults', 'package.json']) {
    cpSync(join(ROOT, part), join(folder, part), { recursive: true })
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  writeFileSync(
    join(folder, file),
    text.replace(find, () => replace),
  )
  return {
    worker: pathToFileURL(join(folder, 'test/faults/worker.ts')),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
