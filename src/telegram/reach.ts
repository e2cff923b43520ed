import type { Clock } from '../lib/clock.ts'

/** A Telegram that gave no answer for so long is called unreachable. */
const PATIENCE_MS = 90_000

/** The way to Telegram, which everything takes. */
export interface Reach {
  /** Never lets an error carry the bot's token, which is part of every address. */
  fetch(url: string, init: RequestInit | undefined): Promise<Response>
  /** Aborted when Undock stops: what is under way is cut off, and nothing is sent any more. */
  stopped: AbortSignal
  /** Whether Telegram has answered lately, or was not asked since it did. */
  works(): boolean
}

/** `direct` is the network; `stopped` ends everything. */
export function createReach(clock: Clock, direct: typeof fetch, stopped: AbortSignal): Reach {
  let silentSince: number | undefined
  return {
    stopped,
    works: () => silentSince === undefined || clock.now().getTime() - silentSince < PATIENCE_MS,
    async fetch(url, init) {
      const signals = [stopped, ...(init?.signal ? [init.signal] : [])]
      try {
        stopped.throwIfAborted()
        const response = await direct(url, { ...init, signal: AbortSignal.any(signals) })
        silentSince = undefined
        return response
      } catch (error) {
        if (!stopped.aborted) silentSince ??= clock.now().getTime()
        const name = error instanceof Error ? error.name : 'unknown'
        // The original holds the address, and so the token: it must not travel on as a cause.
        // oxlint-disable-next-line preserve-caught-error
        throw new Error(`Cannot reach Telegram: ${name}`)
      }
    },
  }
}
