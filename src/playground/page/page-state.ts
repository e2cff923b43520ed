import type { BotApi } from '../bot-api/bot-api.ts'
import type { TelegramUser } from '../bot-api/user.ts'
import { type ChatState, toPageMessage } from './chat-state.ts'
import { type ExchangeSource, type ExchangeState, toExchangeState } from './exchange-state.ts'

/** Everything the page shows, at one moment. */
export interface PageState {
  chat: ChatState
  exchange: ExchangeState
  /** True if there is a way back to the beginning. */
  canReset: boolean
}

/** What the page is read from. */
export interface PageSource extends ExchangeSource {
  botApi: BotApi
  user: TelegramUser
  language?: string
  canReset: boolean
}

/** The page as it stands now. */
export function toPageState(source: PageSource): PageState {
  const messages = source.user.messages().map(toPageMessage)
  const chat = { messages, commands: commandsOf(source) }
  return { chat, exchange: toExchangeState(source), canReset: source.canReset }
}

/** The command list that the visitor sees. */
export function commandsOf({ botApi, user, language = 'en' }: PageSource): ChatState['commands'] {
  return botApi.commands({ chatId: user.id, language })
}
