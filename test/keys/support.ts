import { randomBytes } from 'node:crypto'
import { Hono } from 'hono'
import { createLog } from '../../src/lib/log.ts'
import { Secret } from '../../src/lib/secret.ts'
import type { Credentials } from '../../src/exchange/exchange.ts'
import { Connections } from '../../src/keys/connections.ts'
import type { Key } from '../../src/keys/key.ts'
import type { KeyCore } from '../../src/keys/key-core.ts'
import { linkKey } from '../../src/keys/link.ts'
import { Vault } from '../../src/keys/vault.ts'
import {
  createPaperExchange,
  type PaperExchange,
} from '../../src/playground/paper-exchange/paper-exchange.ts'
import { SqliteQueue } from '../../src/queue/sqlite-queue.ts'
import { HandClock } from '../exchange/hand-clock.ts'
import { mount, openExchanges } from '../exchange/support.ts'
import { aDatabase } from '../support/scratch.ts'

/** Everything that works on keys, and the exchange behind it. */
export interface KeyStage extends KeyCore {
  clock: HandClock
  paper: PaperExchange
  /** Keys of which some answer said that they are refused. */
  refused: string[]
  /** Holds the next request to this path back: `arrived` once it is there, until `release`. */
  holdNext: (path: string) => Held
  /** Links a new key of the account, for user 7 if not said. */
  link: (
    rights?: Parameters<PaperExchange['createKey']>[0],
    userId?: string,
  ) => Promise<Key & Credentials>
}

interface Held {
  arrived: Promise<void>
  release: () => void
}

/** Real vault, database and ccxt over HTTP to a paper exchange; everything ends with the test. */
export async function openKeys(): Promise<KeyStage> {
  const clock = new HandClock()
  const db = await aDatabase()
  const log = createLog(
    'error',
    () => clock.now(),
    () => undefined,
  )
  const queue = new SqliteQueue(db, clock, log)
  const paper = createPaperExchange({ clock, seed: 3 })
  const held = new Map<string, { arrive: () => void; gone: Promise<void> }>()
  const gated = new Hono()
    .use(async ({ req }, next) => {
      const gate = held.get(req.path)
      held.delete(req.path)
      gate?.arrive()
      await gate?.gone
      await next()
    })
    .route('/', paper.app)
  const exchanges = openExchanges(await mount({ ...paper, app: gated }), clock)
  const vault = new Vault(aVaultKey())
  const refused: string[] = []
  const onRefused = (keyId: string) => void refused.push(keyId)
  const connections = new Connections({ db, vault, exchanges, clock, onRefused })
  const checks = { idleSeconds: 240, busySeconds: 60, confirmSeconds: [60, 300], hasOperator: true }
  const core = { db, queue, clock, log, vault, exchanges, connections, checks }
  return {
    ...core,
    paper,
    refused,
    holdNext(path) {
      const [{ promise: arrived, resolve: arrive }, { promise: gone, resolve: release }] = [
        Promise.withResolvers<void>(),
        Promise.withResolvers<void>(),
      ]
      held.set(path, { arrive, gone })
      return { arrived, release }
    },
    async link(rights, userId = '7') {
      const credentials = paper.createKey(rights)
      const outcome = await linkKey(core, { userId, exchange: 'binance', credentials })
      if (!outcome.ok) throw new Error(`It was not linked: ${outcome.reason}`)
      return { ...outcome.key, ...credentials }
    },
  }
}

export function aVaultKey(): Secret {
  return new Secret(randomBytes(32).toString('base64'))
}

/** Letters and digits that occur nowhere else. */
export function aSecretText(length = 64): string {
  return randomBytes(length).toString('base64').replaceAll(/[+/=]/g, 'x').slice(0, length)
}
