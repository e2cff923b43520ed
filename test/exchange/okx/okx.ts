import type { Clock } from '../../../src/lib/clock.ts'
import type { NewKey } from '../../../src/playground/paper-exchange/keys.ts'
import { isOpen } from '../../../src/playground/paper-exchange/order.ts'
import {
  createPaperExchange,
  type PaperExchange,
} from '../../../src/playground/paper-exchange/paper-exchange.ts'
import { OkxKeys, PASSPHRASE } from './auth.ts'
import type { SlowCancels } from './orders.ts'
import { okxRest } from './rest.ts'

/** The paper exchange behind OKX's wire. */
export interface Okx extends PaperExchange {
  /** A key of one of the sites, `www.okx.com` if not said; one that is expired is gone here. */
  createKey: (options?: NewKey & { site?: string }) => {
    apiKey: string
    secret: string
    passphrase: string
  }
  /** From now on cancels are accepted, and carried out when they are let go. */
  holdCancels: () => void
  letCancelsGo: () => void
}

/** Makes an OKX. Nothing listens before it is mounted. */
export function createOkx(options: { clock: Clock; seed: number }): Okx {
  const keys = new OkxKeys()
  const cancels: SlowCancels = { held: undefined }
  const paper = createPaperExchange({ ...options, dialect: okxRest(keys, cancels) })
  return {
    ...paper,
    createKey({ site = 'www.okx.com', ...rest } = {}) {
      const key = paper.createKey(rest)
      keys.settle(key.apiKey, site)
      return { ...key, passphrase: PASSPHRASE }
    },
    holdCancels() {
      cancels.held = new Set()
    },
    letCancelsGo() {
      for (const order of cancels.held ?? []) if (isOpen(order)) paper.cancelByHand(order.id)
      cancels.held = undefined
    },
  }
}
