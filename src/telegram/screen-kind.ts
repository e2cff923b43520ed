import type { Notice } from '../notices/notice.ts'

/** Names every screen of the bot, whatever its language. Tests, stories and benches wait for these. */
export type ScreenKind =
  | GeneralScreen
  | HelpScreen
  | KeyScreen
  | LinkScreen
  | BotScreen
  | MoveScreen
  | NewBotScreen
  | ExitScreen
  | NoticeScreen

/** Answers that belong to no area. */
type GeneralScreen =
  | 'private-chats-only'
  | 'not-allowed'
  | 'dialogue-left'
  | 'edited-message'
  | 'not-understood'
  | 'went-wrong'

type HelpScreen = 'start' | 'help' | 'settings' | 'cancelled' | 'export' | 'export-empty' | 'review'

type KeyScreen = 'keys' | 'no-keys' | 'key' | 'hand-work' | 'hand-work-over' | 'coins-settled'

type LinkScreen =
  | 'link-exchange'
  | 'link-key-pair'
  | 'link-public-key'
  | 'link-api-key-malformed'
  | 'link-key-pair-expired'
  | 'link-credentials'
  | 'link-next-part'
  | 'link-malformed'
  | 'link-send-again'
  | 'link-key-forgotten'
  | 'link-send-together'
  | 'link-send-as-text'
  | 'link-refused'
  | 'link-unclear-rights'
  | 'link-not-kept'
  | 'link-key-gone'
  | 'link-sealed-again'
  | 'link-sealed-late'
  | 'key-linked'
  | 'key-replaced'
  | 'secret-not-deleted'
  | 'left-orders-cancelled'
  | 'stray-credentials'

type BotScreen =
  | 'bots'
  | 'no-bots'
  | 'bot'
  | 'bot-in-exit'
  | 'bot-picture'
  | 'bot-paused'
  | 'all-bots-paused'
  | 'positions'

type MoveScreen = 'move-key' | 'move-no-key' | 'move-no-answer' | 'move-plan' | 'moved'

type NewBotScreen =
  | 'new-bot-key'
  | 'new-bot-no-key'
  | 'new-bot-strategy'
  | 'new-bot-symbol'
  | 'new-bot-question'
  | 'new-bot-did-you-mean'
  | 'new-bot-refused'
  | 'new-bot-preview'
  | 'new-bot-started'
  | 'new-bot-not-started'
  | 'new-bot-cancelled'

type ExitScreen =
  | 'exit-key'
  | 'exit-looking'
  | 'exit-state'
  | 'exit-last-known'
  | 'exit-erase'
  | 'exit-only-paused'
  | 'exit-left'
  | 'exit-bots'
  | 'exit-bots-paused'
  | 'exit-backup'
  | 'exit-backup-failed'
  | 'exit-positions'
  | 'exit-checklist'
  | 'exit-loss'
  | 'exit-plan'
  | 'exit-begun'
  | 'exit-question-closed'
  | 'exit-question-answered'
  | 'exit-files-failed'

/** A notice's screen is named after the notice. */
type NoticeScreen = Notice['kind'] | 'notice-not-shown'
