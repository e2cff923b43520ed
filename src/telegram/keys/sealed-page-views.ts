import type { InlineKeyboardButton } from 'grammy/types'
import { BLANK, button, lines, link, miniApp, note, Html, type View } from '../view.ts'
import type { Words } from '../words.ts'

/** A link to the page that seals credentials. */
export interface PageLink {
  url: string
  /** Telegram opens https pages itself; others only a browser does. */
  isMiniApp: boolean
}

/** The buttons that open it, the safest way first; none where there is no page. */
export function pageRows({ keys }: Words, page: PageLink | undefined): InlineKeyboardButton[][] {
  if (page === undefined) return []
  const { miniApp: open, browser } = keys.sealed.buttons
  if (!page.isMiniApp) return [[link(open, page.url, 'primary')]]
  return [[miniApp(open, page.url, 'primary')], [link(browser, page.url)]]
}

/** A screen that asks for credentials again, with a new page for them. */
export function withPage(words: Words, view: View, page: PageLink | undefined): View {
  if (page === undefined) return view
  return {
    ...view,
    text: lines(new Html(view.text), BLANK, words.keys.sealed.again),
    keyboard: [...pageRows(words, page), ...view.keyboard],
  }
}

/** The program was restarted between the page and its handling. */
export function sealedAgainView({ keys }: Words): View {
  const keyboard = [[button(keys.link.cancel, 'link:cancel')]]
  return { ...note('link-sealed-again', keys.sealed.restarted), keyboard }
}

/** What a page brought came when it was not awaited any more; `lost`: with a restart in between. */
export function sealedLateView({ keys: { sealed, buttons } }: Words, lost: boolean): View {
  const keyboard = [[button(buttons.link, 'link'), button(buttons.keys, 'keys')]]
  return { ...note('link-sealed-late', lost ? sealed.lost : sealed.late), keyboard }
}
