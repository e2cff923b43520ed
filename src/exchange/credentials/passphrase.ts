import { readLabelLine, toLabelLines } from './label-lines.ts'
import { labelOf, onlyLabelIn } from './part-labels.ts'
import type { Token } from './tokens.ts'

/** A passphrase that was sent alone, exactly as it was chosen; without its label where it has one. */
export function passphraseAlone(text: string): string | undefined {
  const lines = toLabelLines(text)
  const labelled = lines.map(labelledPassphrase).find((value) => value !== undefined)
  return labelled ?? lines.findLast((line) => !/^[^:]*:$/.test(line) || lines.length === 1)
}

/** The value of a line `Passphrase: value`; its quotes are the label's. */
export function labelledPassphrase(line: string): string | undefined {
  const read = readLabelLine(line)
  if (read?.name !== 'passphrase' || read.value === '') return undefined
  return unquoted(read.value, /^\s*"/.test(line))
}

/** What stands beside the tokens of a text and may be its passphrase: first with a label, else alone. */
export function passphraseBeside(
  text: string,
  tokens: readonly Token[],
): { labelled: string | undefined; alone: string | undefined } {
  const pieces = piecesOf(text, tokens)
  const labelled = pieces.map(labelledPassphrase).find((value) => value !== undefined)
  const alone = pieces.filter((piece) => piece !== '' && !/[:：]$/.test(piece))
  const words = alone.filter((piece) => labelOf(piece) === undefined)
  return { labelled, alone: words.at(-1) ?? alone.at(-1) }
}

/** Stands for a token; it can't be typed. */
const GAP = '\u{F0000}'

function piecesOf(text: string, tokens: readonly Token[]): string[] {
  let rest = text
  for (const { start, end } of tokens.toReversed()) {
    rest = rest.slice(0, start) + GAP + rest.slice(end)
  }
  return rest.split('\n').flatMap((line) => {
    const pieces = line.split(GAP)
    return pieces.map((piece, i) => {
      const behind = i > 0 ? piece.replace(/^["'`”’»)\]]*\s*[,;|/]*/, '') : piece
      return (i < pieces.length - 1 ? withoutLastLabel(behind) : behind).trim()
    })
  })
}

/** Without what belongs to the token behind it: its label, or words about it. */
function withoutLastLabel(piece: string): string {
  const padded = ` ${piece}`
  for (const { index } of padded.matchAll(/[\s,;|]+/g)) {
    if (labelOf(padded.slice(index)) !== undefined) return padded.slice(1, index)
  }
  const isAboutToken = onlyLabelIn(piece) !== undefined && labelledPassphrase(piece) === undefined
  return isAboutToken ? '' : piece.replace(/[\s,;|/"'`“„«([{]+$/, '')
}

const QUOTED = /^(?:(["'`])(.*)\1|[“„](.*)[”“]|«(.*)»|‘(.*)’|「(.*)」)[\s,;)}\]]*$/

function unquoted(value: string, isJson: boolean): string | undefined {
  const [, quote, ...inner] = QUOTED.exec(value) ?? []
  const chosen = inner.find((text) => text !== undefined)
  if (chosen === undefined) return value
  return (isJson && quote === '"' ? fromJson(`"${chosen}"`) : undefined) ?? (chosen || undefined)
}

function fromJson(text: string): string | undefined {
  try {
    return String(JSON.parse(text))
  } catch {
    return undefined
  }
}
