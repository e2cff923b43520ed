import type { StoredMessage } from '../../../src/playground/bot-api/message.ts'
import type { TelegramUser } from '../../../src/playground/bot-api/user.ts'
import { wordsOf } from '../../../src/telegram/words.ts'
import type { Dice } from '../world/dice.ts'
import type { Tally } from '../storm/tally.ts'
import { ALICE, type Scenario } from '../world/scenario.ts'
import type { World } from '../world/world.ts'

/** How a trader behaves. Times are milliseconds from the schedule's start. */
export interface Temper {
  /** When the red button is tapped, in front of it. */
  begins: number
  /** `then check it is dead` instead of plainly now. */
  checksDead: boolean
  doubleTaps: boolean
  /** When `Stop` is tapped, if at all. */
  stops: number | undefined
  /** When `Erase now` is tapped where it is offered, if at all. */
  erases: number | undefined
  /** How often a question is answered with `Sell`. */
  sells: number
  thinks: [low: number, high: number]
  tapsStaleButtons: boolean
  /** Without any answer for so long, a person begins again; 20 seconds, if not said. */
  patience?: number
}

const LOOK_MS = 1_500
const PATIENCE_MS = 20_000
const MOST_WALKS = 25
/** Coins that do not come back are looked for so often. */
const MOST_LOOKS = 6

/** Buttons of a question, and those that end it without a sale. */
const QUESTION = /^(Sell at |Wait$|Look again$|Keep and finish$|Finish, I )/
const KEEPS = /^(Keep$|Keep and finish$|Finish, I )/

interface Found {
  text: string
  data: string
  message: StoredMessage
}

/** The person in front of the chat: taps what is there, answers what is asked, tries again. */
export class Trader {
  /** Told, in the end, that it is over: a receipt, a `Stopped`, or nothing left to leave. */
  ended = false
  gaveUp = false
  begun = false
  erased = false
  stopped = false
  disconnects = 0
  walks = 0
  /** What this person sent. */
  readonly updates: { updateId: number; at: number }[] = []
  readonly #world: World
  readonly #scenario: Scenario
  readonly #temper: Temper
  readonly #dice: Dice
  readonly #tally: Tally
  readonly #apiKey: string
  readonly #user: TelegramUser
  readonly #doubles: () => boolean
  readonly #start: number
  readonly #answers = new Map<string, number>()
  readonly #tries = new Map<string, number>()
  #looksInVain = 0
  readonly #tapped = new Set<string>()
  #deletes = false
  #rests = false
  #lastAct = 0
  #seen = 0

  constructor(parts: {
    world: World
    scenario: Scenario
    temper: Temper
    dice: Dice
    tally: Tally
    apiKey: string
    /** Whether what was just said or tapped arrives twice. */
    doubles: () => boolean
  }) {
    const { world, scenario, temper, dice, tally, apiKey, doubles } = parts
    this.#world = world
    this.#scenario = scenario
    this.#temper = temper
    this.#dice = dice
    this.#tally = tally
    this.#apiKey = apiKey
    this.#doubles = doubles
    this.#user = world.user(ALICE, 'Alice')
    this.#start = world.time.ms
    this.#lastAct = world.time.ms
    world.telegram.events.listen((event) => {
      if (event.type !== 'message' && event.type !== 'edited') return
      if (event.chatId === ALICE && event.message.from === 'bot') this.#hears(event.message.text)
    })
    const { begins, doubleTaps } = temper
    if (scenario.from === 'plan') {
      world.time.after(begins, () => this.#begins())
      if (doubleTaps) world.time.after(begins + dice.whole(0, 50), () => this.#begins())
    } else world.time.after(begins, () => this.#says(this.#opening))
    world.time.after(LOOK_MS, () => this.#looks())
  }

  /** Nothing is open any more that this person would still do something about. */
  get satisfied(): boolean {
    return this.ended || this.gaveUp
  }

  get #age(): number {
    return this.#world.time.ms - this.#start
  }

  get #opening(): string {
    return this.#scenario.kind === 'disconnect' ? '/disconnect' : '/bots'
  }

  #hears(text: string): void {
    this.#seen = this.#world.time.ms
    if (/🧾|⏹ Stopped|Remove .*: stopped|No exchange key is linked|is erased here/.test(text)) {
      this.ended = true
    }
    if (/key (is )?sealed/.test(text) && !this.#deletes) {
      this.#deletes = true
      // As the receipt says, the key is now deleted at the exchange itself.
      this.#world.time.after(this.#dice.whole(2_000, 30_000), () => {
        this.#world.floor.keys.get(this.#apiKey).state = 'deleted'
      })
    }
  }

  #begins(): void {
    const { checksDead } = this.#temper
    const label = checksDead ? /check it is dead/ : /^(Disconnect now|Remove the bot)$/
    const found = this.#find(label) ?? this.#find(/^Remove the bot$/)
    if (found !== undefined) this.#taps(found)
  }

  /** Puts the phone away. */
  rest(): void {
    this.#rests = true
  }

  #looks(): void {
    if (this.#rests) return
    this.#world.time.after(LOOK_MS, () => this.#looks())
    if (this.#world.chat(ALICE).blocked) return
    if (this.#actsInTime()) return
    if (this.#answersQuestions()) return
    const busy = this.#find(/^Stop$/) !== undefined
    const idle = this.#world.time.ms - Math.max(this.#lastAct, this.#seen)
    const answered = this.walks > 0 || this.#scenario.from === 'start'
    const { patience = PATIENCE_MS } = this.#temper
    const due = busy
      ? 3 * patience
      : answered && this.#seen > this.#lastAct
        ? patience / 8
        : patience
    if (!this.satisfied && this.#age > this.#temper.begins && idle > due) this.#walks()
  }

  #actsInTime(): boolean {
    const { stops, erases, tapsStaleButtons } = this.#temper
    if (stops !== undefined && this.#age > stops && !this.stopped) {
      const found = this.#find(/^Stop$/)
      if (found !== undefined) {
        this.stopped = true
        this.#tally.count('the trader stops')
        this.#taps(found)
        return true
      }
    }
    if (erases !== undefined && this.#age > erases && !this.erased) {
      const found = this.#find(/^Erase (now|the key now)/)
      if (found !== undefined) {
        this.#taps(found)
        return true
      }
    }
    if (tapsStaleButtons && !this.#world.script.calm && this.#dice.chance(0.08)) {
      const old = this.#buttons().filter(
        ({ text }) => !/^Erase|^Not now|Resume|^Pause all/.test(text),
      )
      if (old.length > 0) {
        this.#tally.count('G12 a stale button is tapped')
        this.#taps(this.#dice.pick(old))
        return true
      }
    }
    return false
  }

  #answersQuestions(): boolean {
    const now = this.#world.time.ms
    for (const found of this.#buttons()) {
      if (!QUESTION.test(found.text) || !found.data.startsWith('t:')) continue
      const due = this.#answers.get(found.data)
      if (due === undefined) {
        const [low, high] = this.#temper.thinks
        this.#answers.set(found.data, now + this.#dice.whole(low, high))
        continue
      }
      if (now < due) continue
      this.#answers.set(found.data, now + PATIENCE_MS)
      const tries = (this.#tries.get(found.data) ?? 0) + 1
      this.#tries.set(found.data, tries)
      // A button that went wrong is used up: the question comes anew, with others.
      if (tries % 3 === 0) {
        this.#says('/disconnect')
        return true
      }
      const goesOn = this.#dice.chance(this.#temper.sells) && this.#looksInVain < MOST_LOOKS
      const keeps = this.#buttons().find(
        ({ text, message }) => KEEPS.test(text) && message.id === found.message.id,
      )
      const answer = goesOn ? found : (keeps ?? found)
      this.#tally.count(`a question is answered: ${answer.text.replace(/ at .*/, '')}`)
      if (answer.text.startsWith('Look again')) this.#looksInVain += 1
      this.#taps(answer)
      return true
    }
    return false
  }

  /** Goes on with whatever is on the screen, or begins anew. */
  #walks(): void {
    this.walks += 1
    if (this.walks > MOST_WALKS) {
      this.gaveUp = true
      return
    }
    const decision = {
      all: /^Close all/,
      winners: /^Close winners only|^Close all/,
      none: /^Keep all/,
    }
    const steps =
      this.#scenario.kind === 'disconnect'
        ? [
            this.#temper.checksDead ? /check it is dead/ : /^Disconnect now$/,
            /^Realize/,
            decision[this.#scenario.decision],
            /^Pause and continue/,
            /^Continue/,
            /^Erase the key now/,
            ...(this.#world.floor.keys.get(this.#apiKey).state === 'active' && this.walks < 12
              ? [/^Try again/]
              : [/^Erase now/, /^Try again/]),
          ]
        : [
            /^Remove the bot$/,
            /^Realize/,
            decision[this.#scenario.decision],
            /^Pause and continue/,
            /^Remove( again)?$/,
            /Grid BTC\/USDT$/,
            /^Try again/,
          ]
    for (const step of steps) {
      const found = this.#newest(step)
      if (found === undefined || this.#tapped.has(`${found.message.id} ${found.data}`)) continue
      this.#taps(found)
      return
    }
    // A bot that is being removed shows nothing more of it; the exit of its key does.
    const newest = this.#world.chat(ALICE).messages().at(-1)
    const removing = newest?.content.text.includes(wordsOf('en').bots.states.removing)
    this.#says(removing === true ? '/disconnect' : this.#opening)
  }

  #says(text: string): void {
    this.disconnects += 1
    this.#lastAct = this.#world.time.ms
    this.#world.note(`trader says ${text}`)
    this.#arrives(this.#user.sends(text))
  }

  #taps({ text, data, message }: Found): void {
    this.#lastAct = this.#world.time.ms
    this.#tapped.add(`${message.id} ${data}`)
    this.#world.note(`trader taps ${text}`)
    if (/^(Disconnect|Remove the bot)/.test(text)) this.begun = true
    if (text.startsWith('Erase')) this.erased = true
    this.#arrives(this.#user.tapsData(data, message.id))
    if (this.#temper.doubleTaps && this.#dice.chance(0.3)) {
      this.#tally.count('G12 double tap')
      this.#arrives(this.#user.tapsData(data, message.id))
    }
  }

  #arrives({ updateId }: { updateId: number }): void {
    this.updates.push({ updateId, at: this.#world.time.ms })
    if (!this.#doubles()) return
    this.#world.time.after(Math.round(this.#dice.spread(1, 20_000)), () =>
      this.#world.telegram.updates.repeat(updateId),
    )
  }

  /** Newest first. */
  #buttons(): Found[] {
    return this.#world
      .chat(ALICE)
      .messages()
      .filter(({ from, keyboard }) => from.is_bot && keyboard.length > 0)
      .toReversed()
      .flatMap((message) =>
        message.keyboard
          .flat()
          .flatMap((one) =>
            'callback_data' in one ? [{ text: one.text, data: one.callback_data, message }] : [],
          ),
      )
  }

  #find(label: RegExp): Found | undefined {
    return this.#buttons().find(({ text }) => label.test(text))
  }

  /** On the newest of the last few screens only: older ones belong to the past. */
  #newest(label: RegExp): Found | undefined {
    const found = this.#buttons()
    const newest = found[0]?.message.id
    return found.find(({ text, message }) => message.id === newest && label.test(text))
  }
}
