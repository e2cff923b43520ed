import { AsyncLocalStorage } from 'node:async_hooks'
import type { ScreenKind } from './screen-kind.ts'

const screens = new AsyncLocalStorage<ScreenKind | undefined>()

/**
 * Calls Telegram with a screen of this kind. Dialogues have an API object of their own and files
 * travel as streams, so the kind goes beside the call, not in it.
 */
export function withScreen<T>(kind: ScreenKind | undefined, call: () => Promise<T>): Promise<T> {
  return screens.run(kind, call)
}

/** Names the screen of this call to a stand-in of Telegram. Telegram itself never sees it. */
export function screenHeader(url: string): Record<string, string> {
  const kind = screens.getStore()
  if (kind === undefined || new URL(url).hostname === 'api.telegram.org') return {}
  return { 'x-screen': kind }
}
