import { Bot } from 'grammy'
import { onTestFinished } from 'vitest'
import type { Change } from '../../../src/playground/page/changes.ts'
import type { PageState } from '../../../src/playground/page/page-state.ts'
import { type ChatPage, openChatPage } from '../../support/chat-page.ts'
import { ManualClock } from '../../support/manual-clock.ts'

/** The page as a browser sees it, on a clock that stands still. */
export interface Stage extends ChatPage {
  clock: ManualClock
  get: (path: string, headers?: Record<string, string>) => Promise<Response>
  /** Sends JSON as the page does. */
  post: (path: string, body?: unknown, headers?: Record<string, string>) => Promise<Response>
  state: () => Promise<PageState>
  /** A grammY bot on long polling; ready when this resolves, stopped at the end of the test. */
  run: (prepare: (bot: Bot) => void) => Promise<void>
}

/** Everything on free ports, closed when the test ends. */
export async function openStage(options: { reset?: () => Promise<void> } = {}): Promise<Stage> {
  const clock = new ManualClock()
  const page = await openChatPage(clock, options)
  const { origin, token, apiRoot } = page
  const get: Stage['get'] = (path, headers = {}) => fetch(`${origin}${path}`, { headers })
  onTestFinished(page.close)

  return {
    ...page,
    clock,
    get,
    post: (path, body = {}, headers = {}) =>
      fetch(`${origin}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin, ...headers },
        body: JSON.stringify(body),
      }),
    async state() {
      const state: PageState = JSON.parse(await (await get('/page/state')).text())
      return state
    },
    async run(prepare) {
      const bot = new Bot(token, { client: { apiRoot } })
      prepare(bot)
      const { promise, resolve } = Promise.withResolvers<void>()
      const done = bot.start({ onStart: () => resolve() })
      onTestFinished(async () => {
        await bot.stop()
        await done
      })
      await promise
    },
  }
}

/** The page's event stream, one change after the other; closed when the test ends. */
export async function follow(
  stage: Pick<Stage, 'origin'>,
): Promise<{ next: () => Promise<Change> }> {
  const aborter = new AbortController()
  onTestFinished(() => aborter.abort())
  const { body } = await fetch(`${stage.origin}/page/events`, { signal: aborter.signal })
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  return {
    async next() {
      while (!text.includes('\n\n')) text += (await reader?.read())?.value ?? ''
      const [event = '', ...rest] = text.split('\n\n')
      text = rest.join('\n\n')
      const change: Change = JSON.parse(/^data: (.*)$/m.exec(event)?.[1] ?? 'null')
      return change
    },
  }
}
