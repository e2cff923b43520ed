import type { Promised } from './expected.ts'
import { isObject, kindOf, otherSpelling, type Kind } from './kind.ts'
import { holdersOf, isFixed, nameOf, parentOf, partsAt } from './shape.ts'

/** One way in which an answer differs from what was promised. */
export interface Difference {
  /** Holds no value. */
  says: string
  /** Our parsers read it; what they do not read is only worth a note. */
  matters: boolean
}

/** Without it the rest of a list can't be asked for, however the first page reads. */
const PAGES = /cursor|has_?(next|more)|next_?page/i

/** Where an answer differs from what documents promise and our parsers read. */
export function compare(
  body: unknown,
  promised: ReadonlyMap<string, Promised>,
): readonly Difference[] {
  return [...promised].flatMap(([path, part]) => {
    const { holders, step } = holdersOf(body, path)
    if (holders.length === 0) return []
    const values = holders.map((holder) => partsAt(holder, step))
    const matters = part.needed || PAGES.test(nameOf(step))
    const absent = isFixed(step)
      ? holders.filter((holder) => !isThere(holder, step, part)).length
      : 0
    if (absent > 0) {
      const instead = holders.filter((_, i) => values[i]?.length === 0)
      return [
        {
          says: `${path}: missing${inRows(absent, holders.length)}${others(instead[0], promised, path)}`,
          matters,
        },
      ]
    }
    const kinds = values.flat().map(kindOf)
    const wrong = kinds.filter((kind) => !fits(kind, part))
    const [first] = wrong
    if (first === undefined) return []
    const says = `${path}: ${first} instead of ${[...part.kinds].join(' or ')}${inRows(wrong.length, kinds.length)}`
    // An empty list may be null: where our parsers do not take it, reading it has failed already.
    const mayBeEmpty = first === 'null' && part.kinds.has('list')
    return [{ says, matters: (matters || part.strict) && !mayBeEmpty }]
  })
}

/** Under its other spelling too, unless our parsers need it under its own. */
function isThere(holder: unknown, step: string, { needed, eitherSpelling }: Promised): boolean {
  if (partsAt(holder, step).length > 0) return true
  const other = needed && !eitherSpelling ? undefined : otherSpelling(step)
  return other !== undefined && partsAt(holder, other).length > 0
}

function inRows(some: number, all: number): string {
  return all > 1 ? ` in ${some} of ${all}` : ''
}

/** Fields beside it that no document names: maybe it has another name now. */
function others(holder: unknown, promised: ReadonlyMap<string, Promised>, path: string): string {
  if (!isObject(holder)) return ''
  const parent = parentOf(path)
  const unknown = Object.keys(holder)
    .filter((key) => /^[a-z][A-Za-z_]*$/.test(key))
    .filter((key) => !promised.has(parent === '' ? key : `${parent}.${key}`))
  return unknown.length === 0 ? '' : ` (not documented: ${unknown.slice(0, 8).join(', ')})`
}

const TEXTS: readonly Kind[] = ['text', 'decimal text']
const NUMBERS: readonly Kind[] = ['number', 'decimal text']

function fits(kind: Kind, { kinds, strict }: Promised): boolean {
  if (kinds.has(kind) || kinds.has('null')) return true
  return [...kinds].some((one) => both(TEXTS, kind, one) || (!strict && both(NUMBERS, kind, one)))
}

function both(group: readonly Kind[], one: Kind, other: Kind): boolean {
  return group.includes(one) && group.includes(other)
}
