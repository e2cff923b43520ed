import { EXCHANGE_FACTS } from '../../exchange/known-exchanges.ts'
import { getKey } from '../../keys/key-repo.ts'
import { getBot } from '../../trading-bots/bot-repo.ts'
import type { Deps } from '../deps.ts'
import { ago, moment } from '../format.ts'
import { reasonOf } from '../trading-bots/reason-words.ts'
import { button, html, lines, link, type View } from '../view.ts'
import type { Words } from '../words.ts'

/** Undefined when it comes so late that the key is refused again, or gone. */
export async function keyBackOf(
  deps: Deps,
  { notices }: Words,
  keyId: string,
): Promise<View | undefined> {
  const key = await getKey(deps.db, keyId)
  if (key.health === 'dead' || key.status === 'unlinked') return undefined
  return {
    kind: 'key-back',
    text: lines(notices.keyBack.text(key)),
    keyboard: [[button(notices.keyBack.bots, 'bots')]],
  }
}

export async function keyErasedOf(deps: Deps, keyId: string, refused: boolean): Promise<View> {
  const key = await getKey(deps.db, keyId)
  const { name, keyPage } = EXCHANGE_FACTS[key.exchange]
  return {
    kind: 'key-erased',
    text: lines(
      refused
        ? html`✅ <b>${key.label} …${key.tail} is dead</b>: ${name} itself refuses it now. It is erased here.`
        : html`⚠️ <b>${key.label} …${key.tail}</b> is erased here after 24 hours, but ${name} still accepted it when it last answered, ${ago(key.checkedAt, deps.clock.now())}: <b>it is not deleted there</b>. Please delete it.`,
    ),
    keyboard: refused ? [] : [[link(`Open ${name}`, keyPage)]],
  }
}

/** Undefined when it comes so late that the bot was resumed or removed. */
export async function botFailedOf(deps: Deps, botId: string): Promise<View | undefined> {
  const bot = await getBot(deps.db, botId)
  if (bot.status !== 'failed') return undefined
  return {
    kind: 'bot-failed',
    text: lines(
      html`🔴 <b>${bot.name} stopped by itself</b>: ${reasonOf(bot) ?? 'the reason is gone'}.`,
      html`Its other orders still rest. Nothing was sold.`,
    ),
    keyboard: [[button('Show the bot', `bot:${bot.id}:show`)]],
  }
}

/** Undefined when it comes so late that the bot has gone on or stands still. */
export async function botWaitsOf(deps: Deps, botId: string): Promise<View | undefined> {
  const bot = await getBot(deps.db, botId)
  const why = reasonOf(bot)
  if (bot.status !== 'running' || why === undefined) return undefined
  return {
    kind: 'bot-waits',
    text: lines(
      html`🟡 <b>${bot.name} waits</b>: ${why}.`,
      html`Its orders stay where they are. Nothing was sold, and there is nothing that you have to do.`,
    ),
    keyboard: [[button('Show the bot', `bot:${bot.id}:show`)]],
  }
}

/** The bots of a key stand still after a restore; undefined when the key is gone by now. */
export async function botsRestoredOf(
  deps: Deps,
  { keyId, backupMadeAt }: { keyId: string; backupMadeAt: string },
): Promise<View | undefined> {
  const key = await getKey(deps.db, keyId)
  if (key.status === 'unlinked') return undefined
  const { name } = EXCHANGE_FACTS[key.exchange]
  return {
    kind: 'bots-restored',
    text: lines(
      html`🟠 <b>${key.label} …${key.tail}: your bots are paused.</b> Undock had to be restored from a backup of ${moment(new Date(backupMadeAt))}.`,
      html`What was bought and sold on ${name} since then was looked up there and is on record again. Nothing was sold, and resting orders stay. Please look at each bot before you resume it: bots made since then are gone from here.`,
    ),
    keyboard: [
      [button('Bots', 'bots'), button('Resume the bots', `bots:resume:${keyId}`, 'success')],
    ],
  }
}
