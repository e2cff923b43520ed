import type { InlineKeyboardButton } from 'grammy/types'
import type { ChatMessage } from './message.ts'

/** A button on screen and the message it hangs under. */
export interface FoundButton {
  messageId: number
  button: InlineKeyboardButton
}

/**
 * The newest button with this label, or else the newest whose label starts so.
 *
 * @throws {Error} with the labels on screen if there is none.
 */
export function findButton(messages: ChatMessage[], label: string): FoundButton {
  const buttons = messages
    .toReversed()
    .flatMap(({ id, keyboard }) => keyboard.flat().map((button) => ({ messageId: id, button })))
  const found =
    buttons.find(({ button }) => button.text === label) ??
    buttons.find(({ button }) => button.text.startsWith(label))
  if (found !== undefined) return found

  const labels = buttons.map(({ button }) => JSON.stringify(button.text)).join(', ')
  throw new Error(`Cannot tap "${label}": on screen are ${labels || 'no buttons'}`)
}

/** The data a button sends. @throws {Error} if it sends the bot nothing. */
export function callbackDataOf(button: InlineKeyboardButton): string {
  if ('callback_data' in button) return button.callback_data
  throw new Error(`Cannot tap "${button.text}": it is not a callback button`)
}

/** The chat in lines of text, for error messages. */
export function pictureOf(messages: ChatMessage[]): string {
  const lines = messages.map(({ id, from, text, keyboard, document, screen }) => {
    const buttons = keyboard.flat().map((button) => ` [${button.text}]`)
    const file = document === undefined ? '' : ` <${document.name}>`
    const name = screen === undefined ? '' : ` (${screen})`
    return `${id} ${from}${name}: ${text}${file}${buttons.join('')}`
  })
  return `The chat:\n${lines.join('\n')}`
}
