import type { RawAnswer } from '../exchange/ccxt/answer-listener.ts'
import type { ErrorTable } from '../exchange/dialect/error-table.ts'
import { blank } from './blank.ts'
import { compare } from './compare.ts'
import { endpointOf, type Expected } from './expected.ts'

/** What one answer came to. */
export interface Judged {
  /** Method, path and status. */
  answer: string
  differences: readonly string[]
  /** What documents promise and our parsers do not need. */
  notes: readonly string[]
  /** No document says what it should look like. */
  uncompared?: true
  /** Its values blanked. */
  blanked: string
}

interface Judging {
  expected: Expected
  errors: ErrorTable
  /** A refusal is right, or may be. */
  refused: boolean
}

/** Compares an answer with what is expected of its endpoint. */
export function judge(answer: RawAnswer, { expected, errors, refused }: Judging): Judged {
  const endpoint = endpointOf(answer)
  const judged = (
    differences: readonly string[],
    blanked: string,
    notes: readonly string[] = [],
  ) => ({
    answer: `${endpoint}, HTTP ${answer.status}`,
    differences,
    notes,
    blanked,
  })
  const body = parse(answer.body)
  if (body === undefined) {
    const isKnown = refused && isBareRefusal(errors, answer)
    return judged(isKnown ? [] : ['the answer is no JSON'], `text(${answer.body.length})`)
  }
  const refusal = refusalIn(errors, body)
  if (answer.status >= 400 || refusal !== undefined) {
    // Where our parsers had expected it, nothing is wrong. Where they had not, reading has failed.
    const isRight = refused && (answer.status < 500 || errors.refusesWith500 === true)
    const says = `a refusal: HTTP ${answer.status}, ${codeOf(refusal?.raw)}`
    return judged([], blank(body), isRight ? [] : [says])
  }
  const promised = expected.answers.get(endpoint)
  if (promised === undefined) return { ...judged([], blank(body)), uncompared: true }
  const found = compare(body, promised)
  const says = (matters: boolean) =>
    found.filter((one) => one.matters === matters).map((one) => one.says)
  return judged(says(true), blank(body), says(false))
}

/** Whether it is one of the texts without any form by which this exchange refuses. */
function isBareRefusal({ bare = [] }: ErrorTable, { status, body }: RawAnswer): boolean {
  return bare.some(([of, text]) => of === status && text.test(body))
}

/** Codes are public; what has another form may be anything. */
function codeOf(raw: string | undefined): string {
  if (raw === undefined) return 'no code that we can read'
  return /^[\w:. -]{1,60}$/.test(raw) ? `code ${raw}` : `a code of ${raw.length} characters`
}

function refusalIn({ read }: ErrorTable, body: unknown): ReturnType<ErrorTable['read']> {
  try {
    return read(body)
  } catch {
    return undefined
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
