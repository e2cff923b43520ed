import type { Config } from '../config.ts'
import { askTelegram, type Webhook } from '../telegram/ask-telegram.ts'
import { ago } from '../telegram/english.ts'
import type { Reach } from '../telegram/reach.ts'
import { finding, type Finding } from './finding.ts'

const MANY_PENDING = 100
const RECENT_SECONDS = 3_600

/** Whether Telegram knows the token, and how updates come. */
export async function telegramFindings(
  config: Config,
  reach: Reach,
  now: Date,
): Promise<Finding[]> {
  const { botToken, telegramApiRoot } = config
  if (botToken === undefined) {
    return [finding('Telegram', 'no BOT_TOKEN: npm start opens the playground')]
  }
  const state = await askTelegram(botToken.reveal(), telegramApiRoot, reach)
  if (state.kind === 'token-unknown') {
    const cure = 'Ask @BotFather for the current token and put it into BOT_TOKEN.'
    return [finding('Telegram', 'does not know the token', true, cure)]
  }
  if (state.kind === 'unreachable') {
    const cure = `Look whether this machine reaches ${telegramApiRoot}: DNS, firewall, proxy.`
    return [finding('Telegram', 'gives no answer', true, cure)]
  }
  return [
    finding('Telegram', `knows the bot as @${state.username}`),
    ...updates(config.publicUrl, state.webhook, now),
  ]
}

function updates(publicUrl: string | undefined, webhook: Webhook, now: Date): Finding[] {
  const pending = webhook.pending_update_count
  const waiting = finding(
    'updates waiting',
    String(pending),
    pending > MANY_PENDING,
    'Start Undock, or look in its log for what holds it up. Telegram drops updates after a day.',
  )
  if (publicUrl === undefined) {
    const elsewhere = webhook.url !== ''
    const says = elsewhere ? 'go to a webhook, and PUBLIC_URL is not set' : 'by polling'
    const cure =
      'Undock removes that webhook when it starts. If it comes back, somebody else has the token: get a new one from @BotFather.'
    return [finding('updates', says, elsewhere, cure), waiting]
  }
  const wanted = `${publicUrl}/telegram`
  const cure =
    'Undock sets its webhook when it starts. If it is another again, somebody else has the token: get a new one from @BotFather.'
  const says = webhook.url === '' ? 'no webhook is set' : `by webhook to ${webhook.url}`
  return [finding('updates', says, webhook.url !== wanted, cure), lastError(webhook, now), waiting]
}

function lastError(
  { last_error_date: date, last_error_message: message }: Webhook,
  now: Date,
): Finding {
  if (date === undefined) return finding('last webhook error', 'none')
  const at = new Date(date * 1000)
  const recent = now.getTime() - at.getTime() < RECENT_SECONDS * 1000
  const cure =
    'Look whether PUBLIC_URL leads to this machine, with a valid certificate and through to HOST and PORT.'
  return finding('last webhook error', `${ago(at, now)}: ${message ?? 'no words'}`, recent, cure)
}
