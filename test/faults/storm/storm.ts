import { fillResting } from '../../../src/playground/paper-exchange/matching.ts'
import { remaining, type Order } from '../../../src/playground/paper-exchange/order.ts'
import { roundDown } from '../../../src/playground/paper-exchange/markets.ts'
import type { Fate, Request } from '../exchange/fate.ts'
import type { LineEars } from '../exchange/line.ts'
import type { TelegramFate } from '../telegram/telegram-line.ts'
import type { Dice } from '../world/dice.ts'
import type { Script } from '../world/script.ts'
import type { World } from '../world/world.ts'
import { inBan, inMaintenance, well, type ExchangeFault } from './exchange-weather.ts'
import { telegramDown, telegramWell, type TelegramFault } from './telegram-weather.ts'
import type { Course } from '../confined/troubles.ts'
import type { Cell } from '../matrix/cell.ts'
import type { Tally } from './tally.ts'

/** Milliseconds of the schedule's own time, from its start. */
export interface Window {
  from: number
  to: number
}

/** Which faults a schedule has, and how often they strike. */
export interface Forecast {
  exchange: { fault: ExchangeFault; rate: number }[]
  telegram: { fault: TelegramFault; rate: number }[]
  maintenance: Window | undefined
  exchangeCut: Window | undefined
  /** While our address is banned. */
  ban?: Window | undefined
  /** While some of the exchange's caches lag, and by how many milliseconds. */
  lag: (Window & { by: number; of: readonly Request['kind'][] }) | undefined
  telegramCut: Window | undefined
  busyRate: number
  full: Window | undefined
  errorRate: number
  raceRate: number
  /** Points from one life's beginning, or the last crash, to the next; and where they count. */
  crashes: { after: number; at: 'anywhere' | 'done' | 'commit' | 'send' | 'sent'; down: number }[]
  /** One exact crash and one exact fault after it, instead of chance. */
  cell?: Cell
  doubledUpdates: number
  shuffledUpdates: number
}

interface StormParts {
  forecast: Forecast
  dice: Dice
  tally: Tally
  ears: LineEars
  /** Milliseconds since the schedule began. */
  age: () => number
  calmAfter: number
}

/** Carries a forecast out, until it is calm. */
export class Storm implements Script {
  readonly ears: LineEars
  /** Sends of which Telegram made a message, while the bot never shown so. */
  readonly lostAnswers: { method: string; text: string }[] = []
  /** Troubles of one order, bot or symbol that last now. */
  readonly courses = new Set<Course>()
  deaths = 0
  /** What begins with each death. */
  afterDeath: () => void = () => undefined
  world: World | undefined
  readonly #parts: StormParts
  readonly #exchange: Dice
  readonly #telegram: Dice
  readonly #database: Dice
  #countdown: number | undefined
  #nextCrash = 0

  constructor(parts: StormParts) {
    this.#parts = parts
    this.ears = parts.ears
    this.#exchange = parts.dice.for('exchange')
    this.#telegram = parts.dice.for('telegram')
    this.#database = parts.dice.for('database')
    this.#countdown = parts.forecast.crashes[0]?.after
  }

  get calm(): boolean {
    return this.#parts.age() >= this.#parts.calmAfter
  }

  readonly exchangeFate = (request: Request): Fate => {
    const { forecast, tally } = this.#parts
    const dice = this.#exchange
    const { calm, courses } = this
    for (const { fate } of calm ? [] : courses) {
      const met = fate?.(request)
      if (met !== undefined) return met
    }
    if (forecast.cell !== undefined) return forecast.cell.exchangeFate(request, dice)
    if (calm) return well(dice)
    if (this.#inside(forecast.ban)) {
      tally.count('E8 ban')
      return inBan((forecast.ban?.to ?? 0) - this.#parts.age())
    }
    if (this.#inside(forecast.maintenance)) {
      tally.count('E22 maintenance')
      return inMaintenance()
    }
    if (this.#inside(forecast.exchangeCut)) {
      tally.count('G10 exchange cut off')
      return { kind: 'lost', answered: 20, instead: 'broken' }
    }
    for (const { fault, rate } of forecast.exchange) {
      if (!fault.meets(request) || !dice.chance(rate)) continue
      tally.count(request.kind === 'place' ? `${fault.name} (place)` : fault.name)
      this.world?.note(`fault ${fault.name} for ${request.kind}`)
      return fault.fate(dice)
    }
    const { lag } = forecast
    if (lag === undefined || !this.#inside(lag) || !lag.of.includes(request.kind)) return well(dice)
    tally.count('E17 a cache lags')
    return { ...well(dice), stale: lag.by }
  }

  readonly telegramFate = (method: string): TelegramFate => {
    const { forecast, tally } = this.#parts
    const dice = this.#telegram
    if (forecast.cell !== undefined) return forecast.cell.telegramFate(method, dice)
    if (this.calm) return telegramWell(dice)
    if (this.#inside(forecast.telegramCut)) {
      tally.count('G10 Telegram cut off')
      return telegramDown()
    }
    for (const { fault, rate } of forecast.telegram) {
      if (!fault.meets(method) || !dice.chance(rate)) continue
      tally.count(fault.name)
      this.world?.note(`fault ${fault.name} for ${method}`)
      return fault.fate(dice)
    }
    this.world?.note(`telegram < ${method}`)
    return telegramWell(dice)
  }

  readonly databaseFault = (sql: string) => {
    const { forecast, tally } = this.#parts
    if (forecast.cell !== undefined) return forecast.cell.databaseFault(sql)
    if (this.calm || /^(rollback|release)/.test(sql)) return undefined
    const dice = this.#database
    if (sql === 'commit') {
      if (forecast.errorRate > 0 && dice.chance(forecast.errorRate)) {
        tally.count('D4 input/output error')
        return 'SQLITE_IOERR'
      }
      return undefined
    }
    if (sql !== 'begin' && this.#inside(forecast.full)) {
      tally.count('D3 disk full')
      return 'SQLITE_FULL'
    }
    if (forecast.busyRate > 0 && dice.chance(forecast.busyRate)) {
      tally.count('D1 busy')
      return 'SQLITE_BUSY'
    }
    return undefined
  }

  readonly strikes = (point: string): boolean => {
    const { cell } = this.#parts.forecast
    if (cell !== undefined) return cell.strikes(point, this.#parts.age())
    if (this.#countdown === undefined || this.calm) return false
    const crash = this.#parts.forecast.crashes[this.#nextCrash]
    if (crash === undefined) return false
    if (crash.at !== 'anywhere' && !point.startsWith(crash.at)) return false
    this.#countdown -= 1
    if (this.#countdown > 0) return false
    this.#parts.tally.count(`D5 crash at ${point.split(' ')[0] ?? point}`)
    this.world?.note(`crash at ${point}`)
    return true
  }

  readonly race = (order: Order): void => {
    const { forecast, tally } = this.#parts
    const dice = this.#exchange
    if (this.calm || !dice.chance(forecast.raceRate)) return
    const rest = remaining(order)
    const floor = this.world?.floor
    if (rest.lte(0) || floor === undefined || !['NEW', 'PARTIALLY_FILLED'].includes(order.status))
      return
    const part = roundDown(rest.times(dice.between(0.1, 0.9).toFixed(4)), order.market.stepSize)
    const whole = dice.chance(0.6)
    tally.count(whole ? 'E14 fill before the cancel' : 'E14 part of a fill before the cancel')
    if (whole || part.gt(0)) fillResting(floor, order, whole ? rest : part)
  }

  readonly reorder = <T>(updates: T[]): T[] => {
    const { forecast, tally } = this.#parts
    const swaps =
      updates.length > 1 && !this.calm && this.#telegram.chance(forecast.shuffledUpdates)
    if (!swaps) return updates
    tally.count('G6 updates out of order')
    return updates.toReversed()
  }

  /** Whether an update comes a second time. */
  doubles(): boolean {
    const { forecast, tally } = this.#parts
    if (this.calm || !this.#telegram.chance(forecast.doubledUpdates)) return false
    tally.count('G5 doubled update')
    return true
  }

  readonly onAnswerLost = (method: string, payload: Record<string, unknown>): void => {
    this.lostAnswers.push({
      method,
      text: typeof payload['text'] === 'string' ? payload['text'] : '',
    })
  }

  readonly onDeath = (): void => {
    const { forecast, tally } = this.#parts
    this.deaths += 1
    forecast.cell?.afterDeath()
    this.afterDeath()
    const down = forecast.crashes[this.#nextCrash]?.down ?? 1_000
    this.#nextCrash += 1
    this.#countdown = forecast.crashes[this.#nextCrash]?.after
    tally.count('restart')
    this.world?.time.after(down, () => this.world?.begin())
  }

  #inside(window: Window | undefined): boolean {
    const age = this.#parts.age()
    return window !== undefined && age >= window.from && age < window.to
  }
}
