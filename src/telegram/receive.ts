import { GrammyError, type Bot } from 'grammy'
import type { Hono } from 'hono'
import { publishCommands } from './commands.ts'
import type { Ctx } from './context.ts'
import type { Leadership } from '../queue/open-queue.ts'
import type { Deps } from './deps.ts'
import { persist } from './persist.ts'
import { pollWhileLeading } from './lead-poll.ts'
import { WANTED_UPDATES, type Poll } from './poll.ts'
import { webhook, webhookSecret } from './webhook.ts'

/** Where posts go, Telegram's or a browser's; empty while none can be taken in. */
export interface Inlet {
  app: Hono | undefined
}

/** How updates come in. */
interface Receiving {
  publicUrl: string | undefined
  inlet: Inlet
  leadership: Leadership
}

/** Telegram does not know the bot's token. */
export class TokenRefused extends Error {
  override name = 'TokenRefused'
}

/**
 * Introduces the bot and lets updates in: by webhook when there is an address for it, by polling
 * otherwise. Waits while Telegram can't be reached.
 *
 * @throws {TokenRefused}
 */
export async function receiveUpdates(
  deps: Deps,
  bot: Bot<Ctx>,
  { publicUrl, inlet, leadership }: Receiving,
): Promise<Poll | undefined> {
  const { api } = bot
  await persist(deps, deps.stopped, async () => {
    await introduce(bot)
    await publishCommands(api)
    if (publicUrl === undefined) await api.deleteWebhook()
    else await openWebhook(deps, bot, publicUrl, inlet)
  })
  return publicUrl === undefined ? pollWhileLeading(deps, api, leadership) : undefined
}

async function introduce(bot: Bot<Ctx>): Promise<void> {
  try {
    bot.botInfo = await bot.api.getMe()
  } catch (cause) {
    if (!(cause instanceof GrammyError && cause.error_code === 401)) throw cause
    const message =
      'BOT_TOKEN: Telegram does not know this token. Ask @BotFather for the current one.'
    throw new TokenRefused(message, { cause })
  }
}

async function openWebhook(deps: Deps, { api }: Bot<Ctx>, url: string, inlet: Inlet) {
  const secret = webhookSecret(deps.settings.token)
  inlet.app = webhook(deps, api, secret)
  await api.setWebhook(`${url}/telegram`, {
    secret_token: secret,
    allowed_updates: WANTED_UPDATES,
  })
}
