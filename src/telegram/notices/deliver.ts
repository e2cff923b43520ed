import { GrammyError, HttpError, type Api } from 'grammy'
import { errorFields, type LogFields } from '../../lib/log.ts'
import { exportClosing } from '../../exports/files.ts'
import type { Notice } from '../../notices/notice.ts'
import type { Deliver, Delivery } from '../../notices/sender.ts'
import { getPlan } from '../../sagas/exit-plan-repo.ts'
import { listAllBotsOfKey } from '../../trading-bots/bot-repo.ts'
import { comparedOf } from '../keys/compared.ts'
import { deadKeyOf, reminderOf } from '../keys/hand-work.ts'
import type { Deps } from '../deps.ts'
import { withScreen } from '../screen-header.ts'
import { isTelegramError } from '../screen.ts'
import { findNoticeMode } from '../setting-repo.ts'
import { pagesOf, type View } from '../view.ts'
import { languageOf, wordsOf, type Words } from '../words.ts'
import { progressOf, questionOf, receiptOf, stoppedOf } from './exit-notices.ts'
import { botEndedOf } from './bot-notices.ts'
import { sendFiles } from './files.ts'
import { hostNoticeOf } from './host-notices.ts'
import { keyEndsSoonOf, keyGrewOf } from './key-warnings.ts'
import { standstillOf, standstillOverOf } from './standstill-notices.ts'
import { leftOrdersOf } from './left-orders.ts'
import { ordersChangedOf, strayOrdersOf } from './order-notices.ts'
import { pairEndsOf, pairGoneOf } from './pair-notices.ts'
import { botFailedOf, botsRestoredOf, botWaitsOf, keyBackOf, keyErasedOf } from './key-notices.ts'

/** Failed tries in a row after which something is said in a notice's place. */
const TRIES_TO_RENDER = 3
const TRIES_TO_UPLOAD = 5

/** Renders notices and puts them into Telegram. */
export function deliverer(deps: Deps, api: Api): Deliver {
  return async (userId, notice, messageId, tries) => {
    const words = wordsOf(languageOf())
    try {
      if (notice.kind === 'exit-files') {
        return await deliverFiles(deps, api, words, userId, notice, tries)
      }
      const view = await viewOf(deps, words, userId, notice)
      if (view === undefined) return { outcome: 'unwanted' }
      return await deliverView(deps, api, userId, view, messageId)
    } catch (error) {
      const known = outcomeOf(error)
      if (known !== undefined) return known
      const what = { kind: notice.kind, ...errorFields(error) }
      // A fault of the database, say: it may be over in a moment.
      if (!(error instanceof GrammyError) && tries < TRIES_TO_RENDER) {
        deps.log.warn('notice-not-rendered', { ...what, tries })
        return { outcome: 'failed' }
      }
      return await tellNotShown(deps, api, words, userId, what)
    }
  }
}

async function viewOf(
  deps: Deps,
  words: Words,
  userId: string,
  notice: Exclude<Notice, { kind: 'exit-files' }>,
): Promise<View | undefined> {
  switch (notice.kind) {
    case 'exit-progress':
      return progressOf(deps, words, notice.planId)
    case 'exit-question':
      return questionOf(deps, words, notice)
    case 'exit-receipt':
      return receiptOf(deps, words, notice.planId)
    case 'exit-stopped':
      return stoppedOf(deps, words, notice.planId)
    case 'key-dead':
      return deadKeyOf(deps, words, notice)
    case 'hand-work-reminder':
      return reminderOf(deps, words, notice.keyId, notice.hours)
    case 'key-back':
      return keyBackOf(deps, words, notice.keyId)
    case 'key-erased':
      return keyErasedOf(deps, words, notice.keyId, notice.refusedByExchange)
    case 'bot-failed':
      return botFailedOf(deps, words, notice.botId)
    case 'orders-changed':
      return ordersChangedOf(deps, words, notice)
    case 'stray-orders':
      return strayOrdersOf(deps, words, notice)
    case 'left-orders':
      return leftOrdersOf(deps, words, notice.keyId)
    case 'bot-waits':
      return botWaitsOf(deps, words, notice.botId)
    case 'pair-gone':
      return pairGoneOf(deps, words, notice)
    case 'pair-ends':
      return pairEndsOf(deps, words, notice)
    case 'bot-ended':
      return botEndedOf(deps, words, notice.botId)
    case 'bots-restored':
      return botsRestoredOf(deps, words, notice)
    case 'key-compared':
      return comparedOf(deps, words, notice)
    case 'key-ends-soon':
      return keyEndsSoonOf(deps, words, notice.keyId)
    case 'key-grew':
      return keyGrewOf(deps, words, notice)
    case 'standstill':
      return standstillOf(deps, words, userId, notice)
    case 'standstill-over':
      return standstillOverOf(deps, words, userId, notice)
    case 'host-restored':
    case 'host-crashed':
    case 'host-two-pollers':
    case 'host-exit-stuck':
    case 'host-saga-parked':
    case 'host-blocked':
    case 'host-disk-low':
    case 'host-clock-off':
    case 'host-standstill':
    case 'host-standstill-over':
    case 'host-fleet-refused':
      return hostNoticeOf(deps, words, notice)
    case 'unreadable':
      return notShownView(deps, words, notice.kind)
    default:
      // Another version of Undock wrote it.
      return notShownView(deps, words, (notice as Notice).kind)
  }
}

function notShownView({ log }: Deps, { notices }: Words, kind: string): View {
  log.error('notice-not-shown', { kind })
  return { text: notices.notShown, keyboard: [], kind: 'notice-not-shown' }
}

async function deliverView(
  deps: Deps,
  api: Api,
  userId: string,
  view: View,
  messageId: number | undefined,
): Promise<Delivery> {
  const chat = Number(userId)
  const pages = pagesOf(view)
  if (messageId !== undefined && pages.length === 1) {
    try {
      await withScreen(view.kind, () =>
        api.editMessageText(chat, messageId, view.text, optionsOf(view)),
      )
      return { outcome: 'delivered', messageId }
    } catch (error) {
      if (isTelegramError(error, 'message is not modified'))
        return { outcome: 'delivered', messageId }
      // The person deleted it, or it is too old: a new message takes its place.
      if (!isTelegramError(error, 'message to edit not found', "message can't be edited"))
        throw error
    }
  }
  const silent = (await findNoticeMode(deps.db, userId)) === 'silent'
  let latest = messageId ?? 0
  for (const page of pages) {
    const options = { ...optionsOf(page), disable_notification: silent }
    const sent = await withScreen(page.kind, () => api.sendMessage(chat, page.text, options))
    latest = sent.message_id
  }
  return { outcome: 'delivered', messageId: latest }
}

function optionsOf({ keyboard }: Pick<View, 'keyboard'>) {
  return {
    parse_mode: 'HTML' as const,
    link_preview_options: { is_disabled: true },
    reply_markup: { inline_keyboard: keyboard },
  }
}

async function deliverFiles(
  deps: Deps,
  api: Api,
  { notices }: Words,
  userId: string,
  { planId }: Extract<Notice, { kind: 'exit-files' }>,
  tries: number,
): Promise<Delivery> {
  const plan = await getPlan(deps.db, planId)
  const ids = new Set(plan.facts.botIds)
  const bots = (await listAllBotsOfKey(deps.db, plan.keyId)).filter((bot) => ids.has(bot.id))
  const files = await exportClosing(deps.db, planId, bots)
  const { caption, notDelivered } = notices.exitFiles
  try {
    const album = { kind: 'exit-files', caption } as const
    return { outcome: 'delivered', messageId: await sendFiles(api, userId, files, album) }
  } catch (error) {
    const isRefused = error instanceof GrammyError && ![403, 429].includes(error.error_code)
    // A large upload can break each time, though Telegram can be reached.
    const breaksAlways = error instanceof HttpError && tries >= TRIES_TO_UPLOAD
    if (!isRefused && !breaksAlways) throw error
    // The receipt behind it must not wait for a file that Telegram does not take.
    deps.log.warn('files-not-delivered', errorFields(error))
    const sent = await withScreen('exit-files-failed', () =>
      api.sendMessage(Number(userId), notDelivered),
    )
    return { outcome: 'delivered', messageId: sent.message_id }
  }
}

/** It would fail for ever, and the notices behind it must not wait: something is said in its place. */
async function tellNotShown(
  { log }: Deps,
  api: Api,
  { notices }: Words,
  userId: string,
  what: LogFields,
): Promise<Delivery> {
  log.error('notice-not-shown', what)
  try {
    const sent = await withScreen('notice-not-shown', () =>
      api.sendMessage(Number(userId), notices.notShown),
    )
    return { outcome: 'delivered', messageId: sent.message_id }
  } catch (error) {
    const known = outcomeOf(error)
    if (known !== undefined) return known
    log.error('notice-lost', { ...what, ...errorFields(error) })
    return { outcome: 'unwanted' }
  }
}

/** What Telegram's refusal means; undefined when it is about this one notice. */
function outcomeOf(error: unknown): Delivery | undefined {
  if (error instanceof HttpError) return { outcome: 'failed' }
  if (!(error instanceof GrammyError)) return undefined
  const { error_code: code, parameters } = error
  if (code === 403 || isTelegramError(error, 'chat not found')) return { outcome: 'blocked' }
  if (code === 429) return { outcome: 'limited', seconds: parameters.retry_after ?? 1 }
  const isAboutUs = code < 400 || code >= 500 || [401, 404, 409].includes(code)
  return isAboutUs ? { outcome: 'failed' } : undefined
}
