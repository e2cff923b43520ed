import type { BotCommand } from 'grammy/types'
import type { ChatEvent } from '../bot-api/chat-event.ts'
import type { Scene } from '../stories/scene.ts'
import { type PageMessage, toPageMessage } from './chat-state.ts'
import {
  type ExchangeState,
  type SymbolState,
  toExchangeState,
  toSymbols,
} from './exchange-state.ts'
import { commandsOf, type PageSource, type PageState, toPageState } from './page-state.ts'
import type { Clock } from '../../lib/clock.ts'

/** Something that changes what the page shows. */
export type Change =
  /** Everything anew: the first thing on every connection. */
  | { type: 'state'; state: PageState }
  | { type: 'message'; message: PageMessage }
  | { type: 'edited'; message: PageMessage }
  | { type: 'deleted'; messageId: number }
  | { type: 'tapped'; messageId: number; tapId: string; data: string }
  | { type: 'answered'; tapId: string }
  | { type: 'action'; action: string }
  | { type: 'commands'; commands: BotCommand[] }
  /** Null when no story is told any more. */
  | { type: 'scene'; scene: Scene | null }
  | { type: 'exchange'; exchange: ExchangeState }
  | { type: 'symbols'; symbols: SymbolState[] }

/** Milliseconds in which changes of the exchange are gathered into one. */
const GATHER_MS = 100

/** Tells every open page what changed: the chat at once, the exchange at most ten times a second. */
export class Changes {
  readonly #source: PageSource & { clock: Clock }
  readonly #followers = new Set<(change: Change) => void>()
  #gathering: 'nothing' | 'symbols' | 'exchange' = 'nothing'

  constructor(source: PageSource & { clock: Clock }) {
    this.#source = source
    source.botApi.onEvent((event) => this.#onChat(event))
    source.storyteller.onScene(() =>
      this.#tell(() => ({ type: 'scene', scene: source.storyteller.scene ?? null })),
    )
    source.exchange.onChange(({ kind }) => this.#gather(kind === 'price' ? 'symbols' : 'exchange'))
  }

  /** Hears the whole state at once and then every change, until the returned function is called. */
  follow(follower: (change: Change) => void): () => void {
    follower(this.state())
    this.#followers.add(follower)
    return () => this.#followers.delete(follower)
  }

  state(): Change {
    return { type: 'state', state: toPageState(this.#source) }
  }

  /** Tells the whole state to everyone. */
  restate(): void {
    this.#tell(() => this.state())
  }

  /** Tells the exchange to everyone, soon: for what the exchange does not tell itself. */
  exchangeChanged(): void {
    this.#gather('exchange')
  }

  #onChat(event: ChatEvent): void {
    if (event.type === 'reset') return this.restate()
    if (event.type === 'commands') {
      return this.#tell(() => ({ type: 'commands', commands: commandsOf(this.#source) }))
    }
    if (event.chatId !== this.#source.user.id) return
    this.#tell(() => toChange(event))
  }

  #gather(what: 'symbols' | 'exchange'): void {
    const first = this.#gathering === 'nothing'
    if (this.#gathering !== 'exchange') this.#gathering = what
    if (!first) return
    this.#source.clock.after(GATHER_MS, () => {
      const changed = this.#gathering
      this.#gathering = 'nothing'
      this.#tell(() =>
        changed === 'symbols'
          ? { type: 'symbols', symbols: toSymbols(this.#source.exchange) }
          : { type: 'exchange', exchange: toExchangeState(this.#source) },
      )
    })
  }

  /** The change is made only if someone listens. */
  #tell(make: () => Change): void {
    if (this.#followers.size === 0) return
    const change = make()
    for (const follower of this.#followers) follower(change)
  }
}

function toChange(event: Exclude<ChatEvent, { type: 'reset' | 'commands' }>): Change {
  switch (event.type) {
    case 'message':
    case 'edited':
      return { type: event.type, message: toPageMessage(event.message) }
    case 'deleted':
      return { type: 'deleted', messageId: event.messageId }
    case 'tapped': {
      const { type, messageId, tapId, data } = event
      return { type, messageId, tapId, data }
    }
    case 'answered':
      return { type: 'answered', tapId: event.tapId }
    case 'action':
    default:
      return { type: 'action', action: event.action }
  }
}
