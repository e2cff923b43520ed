import type { Key } from '../../keys/key.ts'
import { html } from '../view.ts'

/** English for notices. */
export const NOTICES_EN = {
  keyBack: {
    text: ({ label, tail }: Key) =>
      html`🟢 <b>${label} …${tail} works again.</b> The exchange accepts the key. If it has bots, I compare them with the account now and tell you in a message what changed meanwhile. They stay paused until you resume them.`,
    bots: 'Bots',
  },
}
