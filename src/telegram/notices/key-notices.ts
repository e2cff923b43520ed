import { EXCHANGE_FACTS } from '../../exchange/known-exchanges.ts'
import type { Key, KeyCause } from '../../keys/key.ts'
import { getKey } from '../../keys/key-repo.ts'
import { listHandWork, type HandWork } from '../../sagas/hand-work-repo.ts'
import { getBot } from '../../trading-bots/bot-repo.ts'
import type { Deps } from '../deps.ts'
import { capped, MOST_LINES } from '../disconnect/exit-words.ts'
import { handWorkLine } from '../disconnect/hand-work-line.ts'
import { ago, moment } from '../format.ts'
import { CAUSE_WORDS } from '../keys/words.ts'
import { reasonOf } from '../trading-bots/reason-words.ts'
import { BLANK, button, html, lines, link, type View } from '../view.ts'

/**
 * The notice of a dead key; undefined when it comes so late that the key is alive or gone, or that the
 * exchange says something else of it by now: that has a notice of its own.
 */
export async function deadKeyNoticeOf(
  deps: Deps,
  { keyId, cause: told }: { keyId: string; cause?: KeyCause | undefined },
): Promise<View | undefined> {
  const { health, status, cause } = await getKey(deps.db, keyId)
  const isSo = health === 'dead' && (told === undefined || told === cause)
  return isSo && status !== 'unlinked' ? deadKeyOf(deps, keyId) : undefined
}

/** What happened to a dead key, and the list of what must now be done by hand. */
async function deadKeyOf(deps: Deps, keyId: string): Promise<View> {
  const key = await getKey(deps.db, keyId)
  return deadKeyView(key, await listHandWork(deps.db, keyId), deps.clock.now())
}

function deadKeyView(key: Key, work: readonly HandWork[], now: Date): View {
  const { name } = EXCHANGE_FACTS[key.exchange]
  const seen = work[0]?.seenAt
  return {
    text: lines(
      html`🔴 <b>${key.label} …${key.tail}: ${name} refuses the key</b>`,
      key.cause && html`As far as ${name} tells: ${CAUSE_WORDS[key.cause]}.`,
      html`Your bots on it are paused. <b>Undock can’t cancel or sell anything there any more.</b>`,
      BLANK,
      work.length === 0
        ? html`No order and no position of ours was open there.`
        : html`Please do this at ${name} (seen ${seen === undefined ? 'earlier' : ago(seen, now)}; tap a line to tick it off):`,
      ...capped(work.map(handWorkLine)),
    ),
    keyboard: [...tickRows(work), ...keyRows(key)],
  }
}

/** The list alone, after the key is gone or ticks were set. */
export async function handWorkOf(deps: Deps, keyId: string): Promise<View> {
  const key = await getKey(deps.db, keyId)
  const work = await listHandWork(deps.db, keyId)
  if (key.status !== 'unlinked' && key.health === 'dead') return deadKeyOf(deps, keyId)
  const left = work.filter(({ done }) => !done).length
  return {
    text: lines(
      html`<b>By hand at ${EXCHANGE_FACTS[key.exchange].name}</b>: ${left === 0 ? 'all done' : `${left} left`}`,
      ...capped(work.map(handWorkLine)),
    ),
    keyboard: [
      ...tickRows(work),
      [link('Open the exchange', EXCHANGE_FACTS[key.exchange].keyPage)],
    ],
  }
}

function tickRows(work: readonly HandWork[]) {
  return work
    .slice(0, MOST_LINES)
    .map((line) => [
      button(
        `${line.done ? '☑' : '☐'} ${line.kind} ${line.symbol}${line.price === undefined ? '' : ` ${line.price.toFixed()}`}`,
        `hwt:${line.id}`,
      ),
    ])
}

function keyRows(key: Key) {
  return [
    [link(`Open ${EXCHANGE_FACTS[key.exchange].name}`, EXCHANGE_FACTS[key.exchange].keyPage)],
    [button('I made a new key', `key:${key.id}:replace`, 'primary')],
    [button('Disconnect', `dc:key:${key.id}`, 'danger')],
  ]
}

/** Lines are still open after 1, 6 or 24 hours; undefined when there is nothing to remind of. */
export async function reminderOf(
  deps: Deps,
  keyId: string,
  hours: number,
): Promise<View | undefined> {
  const key = await getKey(deps.db, keyId)
  const open = (await listHandWork(deps.db, keyId)).filter(({ done }) => !done)
  if (key.health !== 'dead' || key.status === 'unlinked' || open.length === 0) return undefined
  return {
    text: lines(
      html`⏰ ${key.label} has been dead for ${hours} h, and this is still open at the exchange:`,
      ...capped(open.map(handWorkLine)),
    ),
    keyboard: [...tickRows(open), ...keyRows(key)],
  }
}

/** Undefined when it comes so late that the key is refused again, or gone. */
export async function keyBackOf(deps: Deps, keyId: string): Promise<View | undefined> {
  const key = await getKey(deps.db, keyId)
  if (key.health === 'dead' || key.status === 'unlinked') return undefined
  return {
    text: lines(
      html`🟢 <b>${key.label} …${key.tail} works again.</b> The exchange accepts the key. Your bots stay paused until you resume them.`,
    ),
    keyboard: [
      [button('Resume the bots', `bots:resume:${keyId}`, 'success'), button('Bots', 'bots')],
    ],
  }
}

export async function keyErasedOf(deps: Deps, keyId: string, refused: boolean): Promise<View> {
  const key = await getKey(deps.db, keyId)
  const { name, keyPage } = EXCHANGE_FACTS[key.exchange]
  return {
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
    text: lines(
      html`🟠 <b>${key.label} …${key.tail}: your bots are paused.</b> Undock had to be restored from a backup of ${moment(new Date(backupMadeAt))}.`,
      html`What was bought and sold on ${name} since then was looked up there and is on record again. Nothing was sold, and resting orders stay. Please look at each bot before you resume it: bots made since then are gone from here.`,
    ),
    keyboard: [
      [button('Bots', 'bots'), button('Resume the bots', `bots:resume:${keyId}`, 'success')],
    ],
  }
}
