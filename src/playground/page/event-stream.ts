import type { Handler } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { Change, Changes } from './changes.ts'

/** A page this far behind gets the whole state instead. */
const MOST_WAITING = 500

/**
 * Changes as Server-Sent Events, numbered. A connection begins with the whole state, so one that was lost goes on
 * from there, whatever it missed.
 */
export function eventStream(changes: Changes): Handler {
  return (c) =>
    streamSSE(c, async (stream) => {
      const line = new Line()
      const stop = changes.follow((change) => {
        if (line.length < MOST_WAITING) return line.push(change)
        line.clear()
        line.push(changes.state())
      })
      stream.onAbort(() => {
        stop()
        line.close()
      })

      let id = 0
      for await (const change of line) {
        id += 1
        await stream.writeSSE({ id: String(id), data: JSON.stringify(change) })
      }
    })
}

/** What waits to be written to one page. */
class Line {
  #waiting: Change[] = []
  #closed = false
  #wake = () => {}

  get length(): number {
    return this.#waiting.length
  }

  push(change: Change): void {
    this.#waiting.push(change)
    this.#wake()
  }

  clear(): void {
    this.#waiting = []
  }

  close(): void {
    this.#closed = true
    this.#wake()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Change> {
    while (!this.#closed) {
      const change = this.#waiting.shift()
      if (change !== undefined) yield change
      else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve
        })
      }
    }
  }
}
