import { InputFile, InputMediaBuilder, type Api } from 'grammy'
import { errorFields } from '../../lib/log.ts'
import { exportBots, type ExportFile } from '../../exports/files.ts'
import type { TradingBot } from '../../trading-bots/trading-bot.ts'
import type { Deps } from '../deps.ts'
import { withScreen } from '../screen-header.ts'
import type { ScreenKind } from '../screen-kind.ts'
import type { Words } from '../words.ts'

/** Sends files as one album, the caption under the last. */
export async function sendFiles(
  api: Api,
  userId: string,
  files: readonly ExportFile[],
  { kind, caption }: { kind: ScreenKind; caption: string },
): Promise<number> {
  const media = files.map(({ name, text }, i) =>
    InputMediaBuilder.document(
      new InputFile(Buffer.from(text), name),
      i === files.length - 1 ? { caption } : {},
    ),
  )
  const [first] = await withScreen(kind, () => api.sendMediaGroup(Number(userId), media))
  return first?.message_id ?? 0
}

/** The backup before an exit. Files that can't be delivered never hold the exit. */
export async function sendBackup(
  deps: Deps,
  api: Api,
  { notices: { backup } }: Words,
  userId: string,
  bots: readonly TradingBot[],
): Promise<void> {
  try {
    const album = { kind: 'exit-backup', caption: backup.caption } as const
    await sendFiles(api, userId, await exportBots(deps.db, bots), album)
  } catch (error) {
    deps.log.warn('backup-not-delivered', errorFields(error))
    await withScreen('exit-backup-failed', () =>
      api.sendMessage(Number(userId), backup.notDelivered),
    )
  }
}
