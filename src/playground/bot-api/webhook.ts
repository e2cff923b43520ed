import type { Update, WebhookInfo } from 'grammy/types'
import type { Clock } from '../../lib/clock.ts'
import { isRecord } from './record.ts'
import type { UpdateQueue } from './update-queue.ts'

/** Where updates are posted, and the secret that proves they come from here. */
export interface WebhookTarget {
  url: string
  secret: string
}

const LONGEST_WAIT_MS = 60_000

/** Posts updates in order, one at a time; what is refused is tried again after growing waits. */
export class Webhook {
  readonly #queue: UpdateQueue
  readonly #clock: Clock
  readonly #perform: (method: string, payload: Record<string, unknown>) => Promise<void>
  #target: WebhookTarget | undefined
  #sending = false
  #waiting = false
  #failures = 0
  #cancelRetry = () => {}
  #aborter = new AbortController()
  #lastError: { date: number; message: string } | undefined

  /** `perform` runs a method that the bot gave as its answer to an update. */
  constructor(
    queue: UpdateQueue,
    clock: Clock,
    perform: (method: string, payload: Record<string, unknown>) => Promise<void>,
  ) {
    this.#queue = queue
    this.#clock = clock
    this.#perform = perform
    queue.onArrival(() => this.#deliver())
  }

  get active(): boolean {
    return this.#target !== undefined
  }

  /** Starts posting to the target, or stops if there is none. */
  set(target: WebhookTarget | undefined): void {
    this.#cancelRetry()
    this.#aborter.abort()
    this.#aborter = new AbortController()
    this.#target = target
    this.#waiting = false
    this.#failures = 0
    this.#lastError = undefined
    this.#deliver()
  }

  info(): WebhookInfo {
    const error = this.#lastError
    return {
      url: this.#target?.url ?? '',
      has_custom_certificate: false,
      pending_update_count: this.#queue.size,
      max_connections: 40,
      allowed_updates: this.#queue.allowed.filter(isUpdateKind),
      ...(error !== undefined && {
        last_error_date: error.date,
        last_error_message: error.message,
      }),
    }
  }

  #deliver(): void {
    if (this.#sending || this.#waiting) return
    this.#sending = true
    void this.#drain().finally(() => {
      this.#sending = false
      // The target may have changed, or an update come in, after the last look at the queue.
      if (this.#target !== undefined && this.#failures === 0 && this.#queue.size > 0)
        this.#deliver()
    })
  }

  async #drain(): Promise<void> {
    for (;;) {
      const target = this.#target
      const update = this.#queue.first()
      if (target === undefined || update === undefined) return
      const fault = await this.#post(target, JSON.stringify(update), this.#aborter.signal)
      if (this.#target !== target) continue
      if (fault !== undefined) return this.#retryLater(fault)
      this.#failures = 0
      if (this.#queue.first() === update) this.#queue.confirmFirst()
    }
  }

  /** Undefined if the bot accepted the update, otherwise what went wrong. */
  async #post({ url, secret }: WebhookTarget, body: string, signal: AbortSignal) {
    const headers: Record<string, string> = { 'content-type': 'application/json' }
    if (secret !== '') headers['X-Telegram-Bot-Api-Secret-Token'] = secret
    try {
      const response = await fetch(url, { method: 'POST', headers, body, signal })
      const answer = await response.text()
      if (!response.ok)
        return `Wrong response from the webhook: ${response.status} ${response.statusText}`
      await this.#performAnswer(answer)
      return undefined
    } catch {
      return 'Connection failed'
    }
  }

  async #performAnswer(answer: string): Promise<void> {
    if (!answer.startsWith('{')) return
    const payload = parsed(answer)
    if (isRecord(payload) && typeof payload['method'] === 'string') {
      await this.#perform(payload['method'], payload)
    }
  }

  #retryLater(message: string): void {
    this.#failures += 1
    this.#lastError = { date: Math.floor(this.#clock.now().getTime() / 1000), message }
    const wait = Math.min(1000 * 2 ** (this.#failures - 1), LONGEST_WAIT_MS)
    this.#waiting = true
    this.#cancelRetry = this.#clock.after(wait, () => {
      this.#waiting = false
      this.#deliver()
    })
  }
}

function isUpdateKind(kind: string): kind is Exclude<keyof Update, 'update_id'> {
  return kind !== 'update_id'
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    // Only an answer that is a method call means something to Telegram.
    return undefined
  }
}
