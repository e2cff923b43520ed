import { Hono } from 'hono'
import { z } from 'zod'
import type { Clock } from '../../lib/clock.ts'
import type { BotApi } from '../bot-api/bot-api.ts'
import type { TapAnswer } from '../bot-api/taps.ts'
import type { TelegramUser } from '../bot-api/user.ts'
import { BadInput, readInput } from './input.ts'

/** Telegram's own limit for one message. */
const LONGEST = 4096
const ANSWER_WITHIN_MS = 15_000

const messageInput = z.object({
  text: z
    .string()
    .trim()
    .min(1, 'Write something first.')
    .max(LONGEST, `A message holds at most ${LONGEST} characters.`),
  /** The message that this one answers. */
  replyTo: z.int().optional(),
})

const MOST_BYTES = 1024 * 1024

const fileInput = z.object({
  name: z.string().trim().min(1, 'A file needs a name.').max(255, 'That name is too long.'),
  /** What is in it. */
  base64: z
    .base64()
    .min(1, 'That file is empty.')
    .max((MOST_BYTES / 3) * 4 + 4, 'At most 1 MB can be sent here.'),
})

const tapInput = z.object({ messageId: z.int(), data: z.string().min(1).max(64) })

interface ChatDeps {
  botApi: BotApi
  user: TelegramUser
  clock: Clock
}

/** What the visitor does in the chat. */
export function chatRoutes(deps: ChatDeps): Hono {
  const { user } = deps
  const app = new Hono()

  app.post('/send', async (c) => {
    const { text, replyTo } = await readInput(c, messageInput)
    const { id } = user.sends(text, replyTo === undefined ? {} : { replyTo })
    return c.json({ messageId: id })
  })

  app.post('/send-file', async (c) => {
    const { name, base64 } = await readInput(c, fileInput)
    const { id } = user.sendsFile({ name, content: Buffer.from(base64, 'base64') })
    return c.json({ messageId: id })
  })

  app.post('/tap', async (c) => {
    const { data, messageId } = await readInput(c, tapInput)
    const answer = await tap(deps, data, messageId)
    return c.json({ answered: answer !== undefined, ...answer })
  })

  app.get('/file/:messageId{\\d{1,15}}', (c) => {
    const id = Number(c.req.param('messageId'))
    const message = user.messages().find((each) => each.id === id)
    const file = message?.document ?? message?.photo
    if (file === undefined) throw new BadInput('There is no such file any more.')
    // Always as a download: a page among the files must not run as a part of this one.
    return c.body(Uint8Array.from(user.file(id)), 200, {
      'content-type': file.type,
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    })
  })

  return app
}

/** Presses a button and gives what the visitor is shown; undefined if the bot does not answer in time. */
async function tap(
  { botApi, user, clock }: ChatDeps,
  data: string,
  messageId: number,
): Promise<TapAnswer | undefined> {
  const { promise, resolve } = Promise.withResolvers<TapAnswer | undefined>()
  const { id } = user.tapsData(data, messageId)
  const stopListening = botApi.onEvent((event) => {
    if (event.type === 'reset') resolve(undefined)
    if (event.type !== 'answered' || event.tapId !== id) return
    const { text, showAlert } = event
    resolve({ showAlert, ...(text !== undefined && { text }) })
  })
  const stopClock = clock.after(ANSWER_WITHIN_MS, () => resolve(undefined))
  try {
    return await promise
  } finally {
    stopListening()
    stopClock()
  }
}
