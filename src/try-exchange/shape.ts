import { isIdKey, isObject, kindOf, type Kind } from './kind.ts'

/** One step into an answer: a field, each row of a list, each value under ids, or a place in a tuple. */
export type Step = string

const ROWS = '[]'
const BY_ID = '{}'

/** The parts of an answer by path, as `result.list[].qty`; each with the kinds that it has. */
export type Shape = ReadonlyMap<string, ReadonlySet<Kind>>

/** What an answer is made of. What only some rows of a list have is left out: it may be missing. */
export function shapeOf(body: unknown): Shape {
  const shape = new Map<string, ReadonlySet<Kind>>()
  if (kindOf(body) === 'object' || Array.isArray(body)) addParts(shape, '', [body])
  return shape
}

/** What two answers of one endpoint have in common. */
export function commonShape(one: Shape, other: Shape): Shape {
  const paths = [...new Set([...one.keys(), ...other.keys()])]
  return new Map(
    paths.flatMap((path) => {
      const [here, there] = [one.get(path), other.get(path)]
      if (here && there) return [[path, new Set([...here, ...there])] as const]
      // Without its parent in the other, nothing is known of it there.
      const parent = parentOf(path)
      const [isHere, isThere] = [hasPlace(one, parent), hasPlace(other, parent)]
      const only = here ?? there
      return only && !(isHere && isThere) ? [[path, only] as const] : []
    }),
  )
}

function hasPlace(shape: Shape, path: string): boolean {
  return path === '' || shape.has(path)
}

/** The values at the same place in all rows. */
function addParts(shape: Map<string, ReadonlySet<Kind>>, path: string, values: readonly unknown[]) {
  for (const step of stepsInto(values)) {
    const holders = values.filter((value) => canHold(value, step))
    const found = holders.map((value) => partsAt(value, step))
    if (!isFixed(step) || found.every((parts) => parts.length > 0)) {
      const parts = found.flat()
      const at = join(path, step)
      if (parts.length === 0) continue
      shape.set(at, new Set(parts.map(kindOf)))
      addParts(shape, at, parts)
    }
  }
}

function stepsInto(values: readonly unknown[]): Step[] {
  const steps = values.flatMap((value) => {
    if (Array.isArray(value)) return isTuple(value) ? value.map((_, i) => `[${i}]`) : [ROWS]
    if (!isObject(value)) return []
    return Object.keys(value).map((key) => (isIdKey(key) ? BY_ID : key))
  })
  return [...new Set(steps)]
}

/** A list whose values differ in kind: each place means something else. */
function isTuple(list: readonly unknown[]): boolean {
  const kinds = new Set(list.map(kindOf))
  return kinds.size > 1 && [...kinds].some((kind) => kind !== 'list' && kind !== 'object')
}

function canHold(value: unknown, step: Step): boolean {
  return step.startsWith('[') ? Array.isArray(value) : isObject(value)
}

/** Fields and places in a tuple are there or missing; of rows and ids there may be any number. */
export function isFixed(step: Step): boolean {
  return step !== ROWS && step !== BY_ID
}

/** The values that one step leads to; none where it is missing. */
export function partsAt(value: unknown, step: Step): unknown[] {
  if (step === ROWS) return Array.isArray(value) ? value : []
  if (step === BY_ID) {
    return isObject(value)
      ? Object.entries(value).flatMap(([key, part]) => (isIdKey(key) ? [part] : []))
      : []
  }
  const key = nameOf(step)
  if (Array.isArray(value)) return Number(key) in value ? [value[Number(key)]] : []
  return isObject(value) && Object.hasOwn(value, key) ? [value[key]] : []
}

/** The key or index that a fixed step stands for. */
export function nameOf(step: Step): string {
  return /^\[(\d+)\]$/.exec(step)?.[1] ?? step
}

/** All that may hold the part at a path, in an answer. */
export function holdersOf(body: unknown, path: string): { holders: unknown[]; step: Step } {
  const steps = stepsOf(path)
  const step = steps.pop() ?? ''
  const holders = steps.reduce<unknown[]>(
    (values, each) => values.flatMap((value) => partsAt(value, each)),
    [body],
  )
  return { holders: holders.filter((value) => canHold(value, step)), step }
}

export function parentOf(path: string): string {
  return stepsOf(path).slice(0, -1).reduce(join, '')
}

function stepsOf(path: string): Step[] {
  return path.match(/\[\d*\]|\{\}|[^.[\]{}]+/g) ?? []
}

function join(path: string, step: Step): string {
  return path === '' || step.startsWith('[') ? `${path}${step}` : `${path}.${step}`
}
