/** A text in the source: a string, a template or a regular expression. */
export interface Literal {
  kind: 'string' | 'template' | 'expression'
  line: number
  /** What it says; what is put into a template is left out. */
  text: string
  /** The code before it, on one line. */
  before: string
}

/** Every literal of a source text, those within templates too. Comments are none. */
export function literalsOf(source: string): Literal[] {
  const found: Literal[] = []
  readCode(0)
  return found.toSorted((a, b) => a.line - b.line)

  /** Reads to the end, or to the brace that closes what is put into a template. */
  function readCode(start: number, isWithin = false): number {
    let depth = 0
    let at = start
    while (at < source.length) {
      const skipped = match(/\/\/.*|\/\*[\s\S]*?\*\//y, at)
      const quoted = match(/'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/y, at)
      const expression = match(EXPRESSION, at)
      if (quoted !== undefined) add('string', at, quoted.slice(1, -1))
      if (expression !== undefined) add('expression', at, expression.slice(1, -1))
      const token = skipped ?? quoted ?? expression
      const char = source[at]
      if (char === '{') depth += 1
      if (char === '}') depth -= 1
      if (isWithin && depth < 0) return at + 1
      at = char === '`' ? readTemplate(at) : at + (token?.length ?? 1)
    }
    return at
  }

  function readTemplate(start: number): number {
    let text = ''
    let at = start + 1
    while (at < source.length && source[at] !== '`') {
      if (source.startsWith('${', at)) {
        at = readCode(at + 2, true)
        text += '\0'
        continue
      }
      const char = match(/\\[\s\S]|[\s\S]/y, at) ?? ''
      text += char
      at += char.length
    }
    add('template', start, text)
    return at + 1
  }

  function match(pattern: RegExp, at: number): string | undefined {
    pattern.lastIndex = at
    return pattern.exec(source)?.[0]
  }

  function add(kind: Literal['kind'], at: number, text: string): void {
    const code = source.slice(0, at)
    const before = code.slice(-120).replaceAll(/\s+/g, ' ')
    found.push({ kind, line: code.split('\n').length, text, before })
  }
}

const EXPRESSION = /(?<=[(,=:[!&|?{};>]\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\//y
