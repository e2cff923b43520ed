import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Pool } from 'undici'
import { webhookSecret } from '../../src/telegram/webhook.ts'
import { startUndock } from '../support/undock-process.ts'
import { openCountingTelegram, type CountingTelegram } from './counting-telegram.ts'
import { median, print } from './report.ts'

const TOKEN = '1000000:a-token-that-only-the-bench-knows'
const UPDATES = 3_000
const CONNECTIONS = 40
const ROUNDS = 3

/** Updates per second: how fast they are taken in, and how fast each has its answer in its chat. */
interface Speed {
  acknowledged: number
  answered: number
}

/**
 * Updates by webhook, each answered by one message, with Undock's durable inbox and with a bare
 * grammY webhook that keeps nothing. Both run in a process of their own, in turn.
 */
export async function benchInbox(): Promise<void> {
  const telegram = await openCountingTelegram()
  const speeds = { undock: [] as Speed[], bare: [] as Speed[] }
  for (let round = 0; round < ROUNDS; round += 1) {
    speeds.undock.push(await withUndock(telegram))
    speeds.bare.push(await withBareBot(telegram))
  }
  await telegram.close()
  const of = (which: Speed[], what: keyof Speed) => median(which.map((speed) => speed[what]))
  print(
    'Updates per second',
    (['acknowledged', 'answered'] as const).map((what) => ({
      what,
      Undock: Math.round(of(speeds.undock, what)),
      'bare grammY': Math.round(of(speeds.bare, what)),
      'Undock / bare': (of(speeds.undock, what) / of(speeds.bare, what)).toFixed(2),
    })),
  )
}

async function withUndock(telegram: CountingTelegram): Promise<Speed> {
  const folder = mkdtempSync(join(tmpdir(), 'undock-bench-'))
  const port = await freePort()
  const undock = await startUndock({
    BOT_TOKEN: TOKEN,
    TELEGRAM_API_ROOT: telegram.origin,
    DATABASE_URL: `sqlite:${join(folder, 'undock.db')}`,
    VAULT_KEY: randomBytes(32).toString('base64'),
    PUBLIC_URL: 'https://undock.example.org',
    PORT: String(port),
  })
  const speed = await load(telegram, port)
  await undock.kill9()
  rmSync(folder, { recursive: true })
  return speed
}

async function withBareBot(telegram: CountingTelegram): Promise<Speed> {
  const port = await freePort()
  const script = new URL('bare-bot.ts', import.meta.url).pathname
  const args = [script, TOKEN, telegram.origin, String(port), webhookSecret(TOKEN)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  const speed = await load(telegram, port)
  child.kill('SIGKILL')
  await once(child, 'close')
  return speed
}

async function load(telegram: CountingTelegram, port: number): Promise<Speed> {
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: CONNECTIONS })
  await post(pool, telegram, 300)
  const speed = await post(pool, telegram, UPDATES)
  await pool.close()
  return speed
}

let updateId = 1

async function post(pool: Pool, telegram: CountingTelegram, count: number): Promise<Speed> {
  const sent = telegram.sent(count)
  const start = performance.now()
  let left = count
  const worker = async () => {
    while (left > 0) {
      left -= 1
      const { statusCode, body } = await pool.request({
        path: '/telegram',
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-telegram-bot-api-secret-token': webhookSecret(TOKEN),
        },
        body: JSON.stringify(anUpdate()),
      })
      await body.dump()
      if (statusCode !== 200) throw new Error(`The webhook answered ${statusCode}`)
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, worker))
  const acknowledged = (count / (performance.now() - start)) * 1_000
  await sent
  return { acknowledged, answered: (count / (performance.now() - start)) * 1_000 }
}

function anUpdate() {
  updateId += 1
  const id = 5_000 + (updateId % 500)
  const person = { id, first_name: 'A' }
  return {
    update_id: updateId,
    message: {
      message_id: updateId,
      date: 1,
      chat: { ...person, type: 'private' },
      from: { ...person, is_bot: false },
      text: 'Hello',
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
