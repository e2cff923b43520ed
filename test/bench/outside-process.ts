import { fork } from 'node:child_process'
import { once } from 'node:events'

/** What is outside of Undock, as its process tells it at the start. */
export interface Outside {
  keys: { apiKey: string; secret: string }[]
  prices: { symbol: string; price: string; tickSize: string }[]
  /** Origins. */
  exchange: string
  telegram: string
}

/** Lets so many seconds pass there; the answer holds all requests so far, counted by path. */
export interface Asked {
  id: number
  advance: number
}

interface Told {
  id: number
  requests: Record<string, number>
}

/** The exchange and Telegram in a process of their own, so that their work is not counted as Undock's. */
export async function startOutside(token: string, keyCount: number) {
  const child = fork(new URL('outside.ts', import.meta.url), [token, String(keyCount)], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  })
  const [outside] = (await once(child, 'message')) as [Outside]
  let latest = 0
  return {
    ...outside,
    /** Lets time pass there. Gives all requests so far, counted by path. */
    async advance(seconds: number): Promise<Told['requests']> {
      const id = (latest += 1)
      child.send({ id, advance: seconds } satisfies Asked)
      for (;;) {
        const [told] = (await once(child, 'message')) as [Told]
        if (told.id === id) return told.requests
      }
    },
    async stop(): Promise<void> {
      child.kill('SIGKILL')
      await once(child, 'close')
    },
  }
}
