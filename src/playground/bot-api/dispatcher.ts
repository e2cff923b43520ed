import type { ApiCall } from './api-call.ts'
import { errorOfFault, type Fault } from './faults.ts'
import { LongPoll } from './long-poll.ts'
import { MethodError } from './method-error.ts'
import type { Method } from './method.ts'
import { chatMethods } from './methods-chat.ts'
import { deletingMethods } from './methods-deleting.ts'
import { fileMethods } from './methods-files.ts'
import { messageMethods } from './methods-messages.ts'
import { profileMethods } from './methods-profile.ts'
import { updateMethods } from './methods-updates.ts'
import { Params } from './params.ts'
import type { State } from './state.ts'
import { Webhook } from './webhook.ts'

const METHODS: Record<string, Method> = {
  ...chatMethods,
  ...deletingMethods,
  ...fileMethods,
  ...messageMethods,
  ...profileMethods,
}

/** The answer to a call: a result, an error, or none at all because the connection breaks. */
export type Answer = { result: unknown } | { error: MethodError } | 'dropped'

/** Runs method calls: logs each, applies faults, turns errors into answers. */
export class Dispatcher {
  readonly poll: LongPoll
  readonly webhook: Webhook
  readonly #state: State
  readonly #updateMethods: Record<string, (params: Params, gone: AbortSignal) => unknown>
  #stopped = false

  constructor(state: State) {
    this.#state = state
    this.poll = new LongPoll(state.updates, state.clock)
    this.webhook = new Webhook(state.updates, state.clock, async (method, payload) => {
      await this.call(method, new Params(payload), new AbortController().signal)
    })
    this.#updateMethods = updateMethods({ poll: this.poll, webhook: this.webhook }, state)
  }

  async call(method: string, params: Params, gone: AbortSignal): Promise<Answer> {
    const { clock, calls, faults } = this.#state
    const call = calls.add({ at: clock.now(), method, payload: structuredClone(params.payload) })
    const fault = faults.take(method)
    if (fault !== undefined) call.fault = fault.kind
    if (fault?.kind === 'drop') return 'dropped'
    if (fault?.kind === 'hold') await fault.release

    const answer = await this.#run(call, { params, gone, fault })
    return fault?.kind === 'drop-after' ? 'dropped' : answer
  }

  /** Ends what waits; from now on every call fails, so that a bot left running does not spin. */
  stop(): void {
    this.#stopped = true
    this.poll.end()
    this.webhook.set(undefined)
  }

  async #run(call: ApiCall, { params, gone, fault }: Running): Promise<Answer> {
    try {
      const failure = fault === undefined ? undefined : errorOfFault(fault)
      if (failure !== undefined) throw failure
      if (this.#stopped) throw new MethodError(500, 'Internal Server Error: restart')
      const result = await this.#perform(call.method, params, gone)
      call.ok = true
      return { result }
    } catch (error) {
      if (!(error instanceof MethodError)) throw error
      call.ok = false
      call.error = error.message
      return { error }
    }
  }

  #perform(name: string, params: Params, gone: AbortSignal): unknown {
    const receive = own(this.#updateMethods, name)
    if (receive !== undefined) return receive(params, gone)
    const method = own(METHODS, name)
    if (method === undefined) throw new MethodError(404, 'Not Found: method not found')
    return method(params, this.#state)
  }
}

interface Running {
  params: Params
  gone: AbortSignal
  fault: Fault | undefined
}

function own<T>(table: Record<string, T>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}
