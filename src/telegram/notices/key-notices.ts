import { EXCHANGE_FACTS } from '../../exchange/adapters/registry.ts'
import { getKey } from '../../keys/key-repo.ts'
import { getBot } from '../../trading-bots/bot-repo.ts'
import type { Deps } from '../deps.ts'
import { reasonOf } from '../trading-bots/reason-words.ts'
import { button, lines, link, note, type View } from '../view.ts'
import type { Words } from '../words.ts'

/** Undefined when it comes so late that the key is refused again, or gone. */
export async function keyBackOf(
  deps: Deps,
  { notices, general }: Words,
  keyId: string,
): Promise<View | undefined> {
  const key = await getKey(deps.db, keyId)
  if (key.health === 'dead' || key.status === 'unlinked') return undefined
  const keyboard = [[button(general.bots, 'bots')]]
  return { ...note('key-back', notices.keys.back(key)), keyboard }
}

export async function keyErasedOf(
  deps: Deps,
  { notices: { keys: w } }: Words,
  keyId: string,
  refused: boolean,
): Promise<View> {
  const key = await getKey(deps.db, keyId)
  const { name, keyPage } = EXCHANGE_FACTS[key.exchange]
  if (refused) return note('key-erased', w.erased.refused(key, name))
  const keyboard = [[link(w.open(name), keyPage)]]
  return {
    ...note('key-erased', w.erased.stillAccepted(key, name, deps.clock.now())),
    keyboard,
  }
}

/** Undefined when it comes so late that the bot was resumed or removed. */
export async function botFailedOf(
  deps: Deps,
  words: Words,
  botId: string,
): Promise<View | undefined> {
  const bot = await getBot(deps.db, botId)
  if (bot.status !== 'failed') return undefined
  const { failed: w, show } = words.notices.bots
  return {
    kind: 'bot-failed',
    text: lines(w.headline(bot.name, reasonOf(words, bot)), w.orders),
    keyboard: [[button(show, `bot:${bot.id}:show`)]],
  }
}

/** Undefined when it comes so late that the bot has gone on or stands still. */
export async function botWaitsOf(
  deps: Deps,
  words: Words,
  botId: string,
): Promise<View | undefined> {
  const bot = await getBot(deps.db, botId)
  const why = reasonOf(words, bot)
  if (bot.status !== 'running' || why === undefined) return undefined
  const { waits: w, show } = words.notices.bots
  return {
    kind: 'bot-waits',
    text: lines(w.headline(bot.name, why), w.orders),
    keyboard: [[button(show, `bot:${bot.id}:show`)]],
  }
}

/** The bots of a key stand still after a restore; undefined when the key is gone by now. */
export async function botsRestoredOf(
  deps: Deps,
  { notices: { keys }, general }: Words,
  { keyId, backupMadeAt }: { keyId: string; backupMadeAt: string },
): Promise<View | undefined> {
  const key = await getKey(deps.db, keyId)
  if (key.status === 'unlinked') return undefined
  const { restored: w } = keys
  return {
    kind: 'bots-restored',
    text: lines(
      w.headline(key, new Date(backupMadeAt)),
      w.lookedUp(EXCHANGE_FACTS[key.exchange].name),
    ),
    keyboard: [[button(general.bots, 'bots'), button(w.resume, `bots:resume:${keyId}`, 'success')]],
  }
}
