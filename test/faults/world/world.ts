import type { Big } from 'big.js'
import { createApp, type App, type AppConfig } from '../../../src/app.ts'
import { Secret } from '../../../src/lib/secret.ts'
import { Dispatcher } from '../../../src/playground/bot-api/dispatcher.ts'
import { State } from '../../../src/playground/bot-api/state.ts'
import { TelegramUser } from '../../../src/playground/bot-api/user.ts'
import type { Chat } from '../../../src/playground/bot-api/chat.ts'
import { Floor } from '../exchange/floor.ts'
import { floorExchanges } from '../exchange/floor-exchanges.ts'
import { Line } from '../exchange/line.ts'
import { telegramLine } from '../telegram/telegram-line.ts'
import { Life } from './life.ts'
import type { Script } from './script.ts'
import { SimDatabase } from './sim-database.ts'
import { reseed, untilQuiet } from './seeded-process.ts'
import { VirtualTime } from './virtual-time.ts'

const TOKEN = '1000000:a-token-that-only-the-tests-know-of'
const VAULT_KEY = Buffer.alloc(32, 7).toString('base64')
const ME = {
  id: 1_000_000,
  is_bot: true as const,
  first_name: 'Undock',
  username: 'undock_bot',
  can_join_groups: true,
  can_read_all_group_messages: false,
  supports_inline_queries: false,
  can_connect_to_business: false,
  has_main_web_app: false,
  has_topics_enabled: false,
  allows_users_to_create_topics: false,
  can_manage_bots: false,
  supports_join_request_queries: false,
  supports_guest_queries: false,
}

/** No work of one moment writes more often: the largest exits write some hundred times. */
const MOST_WRITES_AT_ONCE = 5_000

/** Undock in one process with all that is around it: an exchange, Telegram, a disk, and time. */
export class World {
  readonly time: VirtualTime
  readonly floor: Floor
  readonly telegram: State
  readonly database: SimDatabase
  readonly script: Script
  readonly log: string[] = []
  /** What happened, for whoever has to find out why; undefined where nobody will. */
  events: string[] | undefined
  /** What must not be, as it is found. */
  readonly violations: string[] = []
  /** Milliseconds that the exchange's clock is ahead of ours. */
  skew = 0
  lives = 0
  /** What alice moved by hand, so that money can be accounted for. */
  readonly moved: { asset: string; amount: Big }[] = []
  /** Orders that the exchange neither lists legibly nor knows when asked: client order ids. */
  readonly denied = new Set<string>()
  /** When the owner last moved coins by hand, in milliseconds. */
  handMovedAt = 0
  /** Whether the trader has ever blocked the bot: what is told then waits, or is not told. */
  wasBlocked = false
  readonly #dispatcher: Dispatcher
  readonly #start: number
  readonly #config: AppConfig
  #written = { ms: 0, times: 0 }
  #life: Life | undefined
  #app: App | undefined

  constructor(
    start: Date,
    script: Script,
    options: { database?: SimDatabase; seed: number; config?: Partial<AppConfig> },
  ) {
    this.time = new VirtualTime(start)
    this.#start = start.getTime()
    this.script = script
    const { time } = this
    const here = { now: time.now, after: time.after }
    const there = { now: () => new Date(time.ms + this.skew), after: time.after }
    this.floor = new Floor(there, here)
    this.telegram = new State(here, ME)
    this.#dispatcher = new Dispatcher(this.telegram)
    this.database = options.database ?? new SimDatabase()
    this.database.faults = (sql) => (this.#spins() ? 'SQLITE_IOERR' : script.databaseFault(sql))
    reseed(options.seed, (ms, task) => this.#life?.clock.after(ms, task) ?? (() => undefined))
    this.#config = {
      botToken: new Secret(TOKEN),
      telegramApiRoot: 'http://telegram',
      allowedUsers: 'everyone',
      operatorIds: [],
      database: { kind: 'sqlite', path: ':memory:' },
      databaseNamed: true,
      vaultKey: new Secret(VAULT_KEY),
      exchangeOrigins: {},
      plainHosts: [],
      egressIps: [],
      keyCheckSeconds: { idle: 90, busy: 60 },
      keyConfirmSeconds: [2, 4],
      botTickSeconds: 60,
      host: '127.0.0.1',
      port: 0,
      publicUrl: undefined,
      logLevel: 'warn',
      playground: false,
      ...options.config,
    }
  }

  get life(): Life | undefined {
    return this.#life
  }

  /** Counts what is written in one moment: work that begins again at once, for ever, ends its process. */
  #spins(): boolean {
    const { ms } = this.time
    this.#written = { ms, times: this.#written.ms === ms ? this.#written.times + 1 : 1 }
    if (this.#written.times <= MOST_WRITES_AT_ONCE) return false
    this.violations.push('work began again and again in one moment')
    this.#written.times = 0
    return true
  }

  /** Notes what happened, at the second it happened. */
  note(what: string): void {
    this.events?.push(`${((this.time.ms - this.#start) / 1000).toFixed(3)} ${what}`)
  }

  /** Begins a new life of the process on what the last one left behind. */
  begin(): void {
    const life = new Life(this.time, (point) => this.script.strikes(point))
    this.lives += 1
    this.#life = life
    this.note(`life ${this.lives} begins`)
    const { time, floor, script, database } = this
    const line = new Line({
      floor,
      time,
      life,
      fates: script.exchangeFate,
      ears: script.ears,
      race: script.race,
    })
    this.#app = createApp(this.#config, {
      clock: life.clock,
      write: (text) => {
        if (life.dead) return
        this.log.push(text)
        this.note(`log ${text}`)
      },
      openDatabase: async () => database.open(life),
      createExchanges: ({ clock }) => floorExchanges(clock, line),
      fetch: telegramLine({
        dispatcher: this.#dispatcher,
        life,
        time,
        fates: script.telegramFate,
        reorder: script.reorder,
        onAnswerLost: script.onAnswerLost,
      }),
    })
    life.whenEnded(() => script.onDeath())
    this.#app.start().catch((error: unknown) => {
      // Whoever watches over the process starts it again.
      this.log.push(JSON.stringify({ level: 'warn', event: 'start-failed', error: String(error) }))
      life.end()
    })
  }

  user(id: number, firstName: string): TelegramUser {
    const profile = { id, is_bot: false, first_name: firstName, language_code: 'en' }
    this.telegram.privateChat(profile)
    return new TelegramUser(profile, this.telegram)
  }

  chat(id: number): Chat {
    const chat = this.telegram.chats.get(id)
    if (chat === undefined) throw new RangeError(`Cannot read chat ${id}: it is not there`)
    return chat
  }

  /** Lets everything happen that needs no time. */
  async quiet(): Promise<void> {
    await untilQuiet()
    if (this.database.inTransaction)
      this.violations.push('a transaction waits for something outside')
  }

  /** Lets time pass until something holds, or until that moment; true when it holds. */
  async run(untilMs: number, holds: () => boolean = () => false): Promise<boolean> {
    await this.quiet()
    while (!holds()) {
      const next = this.time.nextDue()
      if (next === undefined || next > untilMs) {
        this.time.leapTo(untilMs)
        return holds()
      }
      this.time.step()
      await this.quiet()
    }
    return true
  }

  async pass(seconds: number): Promise<void> {
    await this.run(this.time.ms + seconds * 1000)
  }

  close(): void {
    this.#life?.end()
    this.#life = undefined
  }
}
