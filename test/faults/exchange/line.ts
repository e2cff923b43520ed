import { Refusal } from '../../../src/exchange/ccxt/refusal.ts'
import type { Order } from '../../../src/playground/paper-exchange/order.ts'
import { never, type Life } from '../world/life.ts'
import type { Timeline } from '../world/virtual-time.ts'
import type { Floor } from './floor.ts'
import { changesSomething, type Fates, type Instead, type Request } from './fate.ts'

export type Sent = Request

/** Who watches the line. */
export interface LineEars {
  /** A request leaves. */
  onSent: (request: Request) => void
  /** It is carried out now. */
  onArrived: (request: Request) => void
  /** It was answered with a refusal. */
  onRefused: (request: Request, refusal: Refusal) => void
}

interface LineParts {
  floor: Floor
  time: Timeline
  life: Life
  fates: Fates
  ears: LineEars
  /** What else happens to an order right before it is cancelled. */
  race: (order: Order) => void
}

/** The wire between one life of the process and the exchange. What is on it outlives the process. */
export class Line {
  readonly floor: Floor
  readonly race: (order: Order) => void
  readonly #parts: LineParts

  constructor(parts: LineParts) {
    this.#parts = parts
    this.floor = parts.floor
    this.race = parts.race
  }

  /** `check` is made when the request arrives, `perform` when the engine takes it up. */
  send<T>(request: Request, check: () => void, perform: (at: number) => T): Promise<T> {
    const { life, fates, ears, time } = this.#parts
    if (life.dead) return never()
    ears.onSent(request)
    if (life.endsAt(`send ${request.kind}`)) return never()
    const fate = fates(request)
    const answered = new Promise<T>((resolve, reject) => {
      const fail = (instead: Instead) => {
        const error = instead === 'broken' ? new Error('ECONNRESET') : new Refusal(instead)
        if (life.dead) return
        if (error instanceof Refusal) ears.onRefused(request, error)
        reject(error)
      }
      const carryOut = (stale = 0): (() => void) => {
        ears.onArrived(request)
        const settle = outcomeOf(() => {
          check()
          return perform(time.ms - stale)
        })
        if (changesSomething(request)) life.endsAt(`done ${request.kind}`)
        return () => {
          if (life.dead) return
          if ('value' in settle) resolve(settle.value)
          else {
            if (settle.error instanceof Refusal) ears.onRefused(request, settle.error)
            reject(settle.error)
          }
        }
      }
      switch (fate.kind) {
        case 'well': {
          time.after(fate.arrives, () => {
            const answer = carryOut(fate.stale)
            time.after(fate.answered - fate.arrives, answer)
          })
          return
        }
        case 'lost': {
          time.after(fate.answered, () => fail(fate.instead))
          return
        }
        case 'done-unknown': {
          time.after(fate.arrives, () => {
            carryOut()
            time.after(fate.answered - fate.arrives, () => fail(fate.instead))
          })
          return
        }
        case 'late': {
          time.after(fate.answered, () => fail(fate.instead))
          time.after(fate.arrives, () => {
            if ('error' in outcomeOf(check)) return
            time.after(fate.lands - fate.arrives, () => {
              ears.onArrived(request)
              outcomeOf(() => perform(time.ms))
              if (changesSomething(request)) life.endsAt(`done ${request.kind}`)
            })
          })
          return
        }
        default:
          fate satisfies never
      }
    })
    // It is on its way now, whatever becomes of the process.
    if (changesSomething(request)) life.endsAt(`sent ${request.kind}`)
    return answered
  }
}

function outcomeOf<T>(act: () => T): { value: T } | { error: unknown } {
  try {
    return { value: act() }
  } catch (error) {
    return { error }
  }
}
