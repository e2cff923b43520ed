import type { BotApi } from '../bot-api/bot-api.ts'
import type { TelegramUser } from '../bot-api/user.ts'
import { STORIES } from '../stories/stories.ts'
import type { Scene } from '../stories/scene.ts'
import type { Story } from '../stories/story.ts'
import type { Storyteller } from '../stories/storyteller.ts'
import { type ChatState, toPageMessage } from './chat-state.ts'
import { type ExchangeSource, type ExchangeState, toExchangeState } from './exchange-state.ts'
import type { PriceLines } from './price-lines.ts'

/** Everything the page shows, at one moment. */
export interface PageState {
  chat: ChatState
  exchange: ExchangeState
  /** By symbol, the way its price has lately gone. */
  lines: Record<string, number[]>
  /** What an empty chat offers. */
  stories: StoryOffer[]
  /** Null while no story is told. */
  scene: Scene | null
  /** True if there is a way back to the beginning. */
  canReset: boolean
}

/** A story on its button. @public */
export type StoryOffer = Pick<Story, 'id' | 'title' | 'about'>

/** What the page is read from. */
export interface PageSource extends ExchangeSource {
  botApi: BotApi
  user: TelegramUser
  storyteller: Storyteller
  lines: PriceLines
  language?: string
  canReset: boolean
}

/** The page as it stands now. */
export function toPageState(source: PageSource): PageState {
  const messages = source.user.messages().map(toPageMessage)
  const chat = { messages, commands: commandsOf(source) }
  const stories = STORIES.map(({ id, title, about }) => ({ id, title, about }))
  const scene = source.storyteller.scene ?? null
  const exchange = toExchangeState(source)
  return { chat, exchange, lines: source.lines.list(), stories, scene, canReset: source.canReset }
}

/** The command list that the visitor sees. */
export function commandsOf({ botApi, user, language = 'en' }: PageSource): ChatState['commands'] {
  return botApi.commands({ chatId: user.id, language })
}
