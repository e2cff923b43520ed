import type { BotApi } from '../bot-api/bot-api.ts'
import type { TelegramUser } from '../bot-api/user.ts'
import type { PaperExchange } from '../paper-exchange/paper-exchange.ts'
import { Hands } from './hands.ts'
import type { Scene } from './scene.ts'
import { STORIES } from './stories.ts'

const LOST = 'The story has lost its thread. Go on by yourself, or start over.'

/** Plays one story at a time, and knows its scene. */
export class Storyteller {
  readonly #deps: { botApi: BotApi; exchange: PaperExchange; user: TelegramUser }
  readonly #listeners = new Set<() => void>()
  #playing = new AbortController()
  #scene: Scene | undefined

  constructor(deps: { botApi: BotApi; exchange: PaperExchange; user: TelegramUser }) {
    this.#deps = deps
  }

  /** Undefined as long as no story was begun, and once its last words are put away. */
  get scene(): Scene | undefined {
    return this.#scene
  }

  /** Hears of every new scene. */
  onScene(listener: () => void): void {
    this.#listeners.add(listener)
  }

  /** Begins a story, in the place of the one that is told. @throws {RangeError} if there is none of that name. */
  begin(storyId: string): void {
    const story = STORIES.find(({ id }) => id === storyId)
    if (story === undefined) throw new RangeError(`Cannot tell ${storyId}: no such story`)
    this.end()
    const playing = new AbortController()
    const { signal } = playing
    this.#playing = playing
    const tell = (text: string, turn: Scene['turn']): void => {
      if (!signal.aborted) this.#show({ storyId, title: story.title, text, turn })
    }
    const hands = new Hands({ ...this.#deps, signal, tell })
    story.play(hands).catch(() => tell(LOST, 'nobody'))
  }

  /** Calls off the story, or puts its last words away. */
  end(): void {
    this.#playing.abort()
    this.#show(undefined)
  }

  #show(scene: Scene | undefined): void {
    this.#scene = scene
    for (const listener of this.#listeners) listener()
  }
}
