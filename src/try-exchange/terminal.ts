import { createInterface, type Interface } from 'node:readline'
import { Writable, type Readable } from 'node:stream'
import { TryRefused } from './refused.ts'

/** Where a person types. */
export interface TerminalParts {
  input: Readable & { isTTY?: boolean }
  /** Where questions are shown. */
  show: (text: string) => void
  /** Ctrl-C: here it is a key like any other, and no signal comes. */
  onInterrupt: () => void
}

/** A person at the keyboard, asked one thing at a time. */
export class Terminal {
  readonly #parts: TerminalParts
  readonly #lines: string[] = []
  #reader: Interface | undefined
  #echoes = false
  #heard: (() => void) | undefined
  #hasLeft = false

  constructor(parts: TerminalParts) {
    this.#parts = parts
  }

  isThere(): boolean {
    return this.#parts.input.isTTY === true
  }

  /** From now on nothing that is typed is shown, unless it answers a question that shows it. */
  open(): void {
    if (this.isThere()) this.#open()
  }

  /**
   * One answer, not shown; of a private key in PEM, all of its lines. What was typed ahead counts: parts of a key
   * are pasted together. @throws {TryRefused} when they leave.
   */
  async askHidden(question: string): Promise<string> {
    this.#open()
    this.#parts.show(question)
    let text = await this.#nextLine()
    while (text.startsWith('-----BEGIN') && !/-----END [A-Z ]+-----$/.test(text)) {
      text += `\n${await this.#nextLine()}`
    }
    this.#parts.show('\n')
    return text
  }

  /** One line, typed after the question stood there. @throws {TryRefused} when they leave. */
  async askLine(question: string): Promise<string> {
    this.#open()
    this.#lines.length = 0
    this.#echoes = true
    this.#parts.show(question)
    try {
      return await this.#nextLine()
    } finally {
      this.#echoes = false
    }
  }

  close(): void {
    this.#reader?.close()
  }

  /** One reader from the first question to the last: between two, the terminal itself would show what is typed. */
  #open(): void {
    if (this.#reader !== undefined) return
    const { input, show, onInterrupt } = this.#parts
    const output = new Writable({
      write: (chunk, _, done) => {
        if (this.#echoes) show(String(chunk))
        done()
      },
    })
    this.#reader = createInterface({ input, output, terminal: this.isThere(), historySize: 0 })
    this.#reader.on('line', (line) => {
      this.#lines.push(line.trim())
      this.#heard?.()
    })
    this.#reader.on('SIGINT', () => {
      onInterrupt()
      this.#reader?.close()
    })
    this.#reader.on('close', () => {
      this.#hasLeft = true
      this.#heard?.()
    })
  }

  async #nextLine(): Promise<string> {
    while (this.#lines.length === 0 && !this.#hasLeft) {
      const { promise, resolve } = Promise.withResolvers<void>()
      this.#heard = resolve
      await promise
    }
    const line = this.#lines.shift()
    if (line === undefined) throw new TryRefused('Nothing was typed, so nothing was asked.')
    return line
  }
}
