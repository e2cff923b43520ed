import { createRequire, syncBuiltinESMExports } from 'node:module'
import { Dice } from './dice.ts'

type AfterMs = (ms: number, task: () => void) => () => void

let dice = new Dice(0)
let after: AfterMs = () => () => undefined

const turn = setImmediate
const turns = { pending: 0 }

/** Lets everything go on that waits for nothing but the event loop. */
export async function untilQuiet(): Promise<void> {
  do await new Promise<void>((resolve) => turn(resolve))
  while (turns.pending > 0)
}

/** Whatever the process draws or waits for from now on comes from this seed and this clock. */
export function reseed(seed: number, clock: AfterMs): void {
  dice = new Dice(seed, 'process')
  after = clock
}

/**
 * Takes chance and real time out of this process, so that one seed replays to the letter. Only for
 * the simulator's own processes: everything that uses `node:crypto` or timers is touched.
 */
export function takeChanceAway(): void {
  const load = createRequire(import.meta.url)
  Object.assign(load('node:crypto') as object, {
    randomUUID: () => uuidOf(bytes(16)),
    randomBytes: (size: number) => bytes(size),
    randomInt: (low: number, high?: number) =>
      high === undefined ? dice.whole(0, low - 1) : dice.whole(low, high - 1),
  })
  // Migrations are looked up at every start: real input and output would not be in our order.
  const files = load('node:fs/promises') as { readdir: (path: unknown) => Promise<string[]> }
  const { readdirSync } = load('node:fs') as { readdirSync: (path: unknown) => string[] }
  const listings = new Map<string, string[]>()
  files.readdir = async (path) => {
    const known = listings.get(String(path)) ?? readdirSync(path)
    listings.set(String(path), known)
    return known
  }
  syncBuiltinESMExports()
  Math.random = () => dice.throw()
  // Freezing and stack traces guard and tell, and cost a tenth of all time.
  Object.freeze = <T>(what: T): Readonly<T> => what
  Error.stackTraceLimit = 0
  Object.assign(globalThis, {
    structuredClone: copyOf,
    setImmediate: (task: (...args: unknown[]) => void, ...args: unknown[]) => {
      turns.pending += 1
      return turn(() => {
        turns.pending -= 1
        task(...args)
      })
    },
    setTimeout: (task: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) =>
      after(ms, () => task(...args)),
    clearTimeout: (callOff: unknown) => {
      if (typeof callOff === 'function') callOff()
    },
  })
}

/** Of messages and calls: plain data. */
function copyOf(what: unknown): unknown {
  if (Array.isArray(what)) return what.map(copyOf)
  if (typeof what !== 'object' || what === null) return what
  if (Object.getPrototypeOf(what) !== Object.prototype) throw new TypeError('Cannot copy: not data')
  return Object.fromEntries(Object.entries(what).map(([name, value]) => [name, copyOf(value)]))
}

function bytes(size: number): Buffer {
  return Buffer.from(Array.from({ length: size }, () => dice.whole(0, 255)))
}

function uuidOf(random: Buffer): string {
  const hex = random.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
