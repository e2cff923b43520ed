import type { View } from '../../src/telegram/view.ts'

/** What a trader sees: the text, then the labels of the buttons. */
export function picture({ text, keyboard }: View): string {
  const rows = keyboard.map((row) => row.map((one) => `[${one.text}]`).join(' '))
  return [text, '', ...rows].join('\n')
}
