import { html } from './view.ts'

/** English for what belongs to no area. */
export const GENERAL_EN = {
  bots: 'Bots',
  page: (number: number, all: number) => `${number} of ${all}`,
  more: (rows: number) => html`… and ${rows} more: /export lists them.`,
  privateChatsOnly: 'Undock talks in private chats only. It does nothing here.',
  notAllowed: 'You are not allowed here.',
  yourId: (id: string) => html`Your Telegram id is ${id}.`,

  editedMessage: 'I read only new messages. If this was an answer, please send it again.',
  unknownCommand: 'That is no command of mine, so I did nothing.',
  unknownMessage: 'I can’t do anything with that here.',
  earlierScreen: 'That button belongs to an earlier screen: nothing was done.',
  wentWrong:
    'Something went wrong on our side, and it is noted. Look with /bots and /disconnect at how things are before you go on.',

  leftExit: html`I left the exit that was open. Nothing was sold; its bots stay as they are.`,
  leftDialogue: html`I left the dialogue that was open.`,
}
