import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Mutant } from './mutant.ts'

/** Where the project itself stands. */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

/** The project with a mutant in it, somewhere else. */
export interface Transplant {
  folder: string
  /** Runs schedules there. */
  worker: URL
  /** Runs pairs there. */
  pairsWorker: URL
  remove: () => void
}

/**
 * The text of its file with the mutant in it.
 *
 * @throws {Error} when what it replaces is not there any more, or more than once.
 */
export function mutate({ name, file, find, replace }: Mutant): string {
  const text = readFileSync(join(ROOT, file), 'utf8')
  const times = text.split(find).length - 1
  if (times !== 1) throw new Error(`Cannot make "${name}": ${file} has its text ${times} times`)
  return text.replace(find, () => replace)
}

/** Copies the project and puts the mutant in; the tree itself is never touched. @throws {Error} */
export function transplant(mutant: Mutant): Transplant {
  const text = mutate(mutant)
  const folder = mkdtempSync(join(tmpdir(), 'undock-mutant-'))
  for (const part of ['src', 'migrations', 'test', 'package.json', 'vitest.config.ts']) {
    cpSync(join(ROOT, part), join(folder, part), { recursive: true })
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  writeFileSync(join(folder, mutant.file), text)
  return {
    folder,
    worker: pathToFileURL(join(folder, 'test/faults/worker.ts')),
    pairsWorker: pathToFileURL(join(folder, 'test/faults/isolation/worker.ts')),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
