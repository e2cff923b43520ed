import { Worker } from 'node:worker_threads'
import type { Clock } from '../lib/clock.ts'
import { errorFields, type Log } from '../lib/log.ts'
import type { Picture } from './picture.ts'

/** Where pictures are drawn, on a thread of its own, so that nobody else waits. */
export interface Studio {
  /** A PNG; undefined when none could be drawn, which the log tells. */
  draw(picture: Picture): Promise<Uint8Array | undefined>
  /** Whoever still waits gets no picture. */
  close(): Promise<void>
}

/** A picture asked of the thread. */
export interface Commission {
  id: number
  picture: Picture
}

/** What an open studio works with; `thread` is the file that its thread runs. */
export interface StudioOptions {
  clock: Clock
  log: Log
  thread?: URL
}

const PATIENCE_MS = 10_000
const IDLE_MS = 30_000
const MOST_WAITING = 100
/** Without a limit its garbage would grow to 150 MB before V8 looks at it. */
const LIMITS = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 64 }
const THREAD = new URL('./studio-worker.ts', import.meta.url)

/** Its thread starts with the first picture, and ends when none was wanted for a while. */
export function openStudio({ clock, log, thread = THREAD }: StudioOptions): Studio {
  const waiting = new Map<number, (png: Uint8Array | undefined) => void>()
  let worker: Worker | undefined
  let callOffRest = (): void => undefined
  let latestId = 0

  function hire(): Worker {
    const hired = new Worker(thread, { resourceLimits: LIMITS })
    hired.unref()
    hired.on('message', ({ id, png }: { id: number; png: Uint8Array }) => waiting.get(id)?.(png))
    hired.on('error', (error) => giveUp(hired, errorFields(error)))
    hired.on('exit', (code) => giveUp(hired, { error: `exit ${code}` }))
    return hired
  }

  /** A thread that broke or hangs is let go with all that it was to draw; the next picture gets a new one. */
  function giveUp(which: Worker, fields: ReturnType<typeof errorFields>): void {
    if (which !== worker) return
    log.warn('pictures-not-drawn', { ...fields, pictures: waiting.size })
    void dismiss()
  }

  async function dismiss(): Promise<void> {
    const gone = worker
    worker = undefined
    callOffRest()
    for (const done of waiting.values()) done(undefined)
    await gone?.terminate()
  }

  return {
    draw(picture) {
      if (waiting.size >= MOST_WAITING) {
        log.warn('pictures-not-drawn', { error: 'too many wait', pictures: 1 })
        return Promise.resolve(undefined)
      }
      callOffRest()
      const drawing = (worker ??= hire())
      const id = (latestId += 1)
      return new Promise((resolve) => {
        const callOff = clock.after(PATIENCE_MS, () => giveUp(drawing, { error: 'too slow' }))
        waiting.set(id, (png) => {
          callOff()
          waiting.delete(id)
          resolve(png)
          if (waiting.size === 0 && worker !== undefined) {
            callOffRest = clock.after(IDLE_MS, () => void dismiss())
          }
        })
        drawing.postMessage({ id, picture } satisfies Commission)
      })
    },
    close: dismiss,
  }
}
