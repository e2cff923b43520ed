import { differs, type Asked } from './ask.ts'
import type { Judged } from './judge.ts'

/** One question's lines. */
export function linesOf(asked: Asked): string[] {
  const { name, skipped, faults, judged } = asked
  if (skipped !== undefined) return [`  not asked  ${name}: ${skipped}`]
  if (!differs(asked)) return [`  ok         ${name}`]
  return [
    `  DIFFERS    ${name}`,
    ...faults.map((fault) => `    - ${fault}`),
    ...judged.filter((one) => isWorthShowing(one, asked)).flatMap(linesOfAnswer),
  ]
}

/** Where reading failed, what seemed harmless may be the reason. */
function isWorthShowing({ differences, notes }: Judged, { faults }: Asked): boolean {
  return differences.length > 0 || (faults.length > 0 && notes.length > 0)
}

function linesOfAnswer({ answer, differences, notes, blanked }: Judged): string[] {
  return [
    `    ${answer}`,
    ...[...differences, ...notes].map((says) => `    - ${says}`),
    ...blanked.split('\n').map((line) => `      ${line}`),
  ]
}

/** What documents promise and Undock can do without, and what no document tells, each once. */
export function notesOf(all: readonly Asked[]): string[] {
  const judged = all.flatMap((asked) => asked.judged)
  const notes = judged.flatMap(({ answer, notes: some }) =>
    some.map((note) => `  ${answer}: ${note}`),
  )
  const uncompared = judged.filter((one) => one.uncompared).map(({ answer }) => `  ${answer}`)
  return [
    ...section('Otherwise than in the documents, but Undock does not need it:', notes),
    ...section('Read as expected or not, but compared with no document:', uncompared),
  ]
}

function section(heading: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', heading, ...new Set(lines)]
}

/** How many of each. */
export function summaryOf(all: readonly Asked[]): string {
  const asked = all.filter(({ skipped }) => skipped === undefined)
  const different = asked.filter(differs).length
  return [
    `asked ${asked.length}`,
    `as expected ${asked.length - different}`,
    `differs ${different}`,
    `not asked ${all.length - asked.length}`,
  ].join(' · ')
}
