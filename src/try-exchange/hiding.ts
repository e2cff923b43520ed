/** As long as this, a piece of a credential is taken out of whatever is printed. */
const PIECE = 8
const HIDDEN = '[secret]'

/** Takes credentials out of every text that is printed, in whatever form or part an exchange may repeat them. */
export class Hiding {
  readonly #pieces = new Set<string>()
  readonly #short = new Set<string>()

  /** From now on this is never printed. */
  add(credential: string): void {
    for (const text of formsOf(credential)) {
      if (text.length < PIECE) this.#short.add(text)
      for (const piece of piecesOf(text)) this.#pieces.add(piece)
    }
  }

  /** `text` without anything of a credential. */
  hide(text: string): string {
    const isHidden = new Uint8Array(text.length)
    for (let at = 0; at + PIECE <= text.length; at += 1) {
      if (this.#pieces.has(text.slice(at, at + PIECE))) isHidden.fill(1, at, at + PIECE)
    }
    let shown = ''
    for (let at = 0; at < text.length; at += 1) {
      if (isHidden[at] === 0) shown += text[at] ?? ''
      else if (at === 0 || isHidden[at - 1] === 0) shown += HIDDEN
    }
    return [...this.#short].reduce((all, one) => all.replaceAll(one, HIDDEN), shown)
  }
}

/** As it is, as it stands in a URL, in JSON, and in base64. Of a PEM its lines: its headings are no secret. */
function formsOf(credential: string): string[] {
  const lines = credential
    .split(/\r?\n|\\n/)
    .filter((line) => line !== '' && !line.startsWith('-----'))
  const whole = lines.join('')
  if (whole === '') return []
  return [whole, ...lines].flatMap((text) => [
    text,
    encodeURIComponent(text),
    JSON.stringify(text).slice(1, -1),
    Buffer.from(text).toString('base64'),
    Buffer.from(text).toString('hex'),
  ])
}

function piecesOf(text: string): string[] {
  return Array.from({ length: Math.max(0, text.length - PIECE + 1) }, (_, at) =>
    text.slice(at, at + PIECE),
  )
}
