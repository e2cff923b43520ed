import { createHmac } from 'node:crypto'
import { onTestFinished } from 'vitest'
import { listen } from '../../src/lib/listen.ts'
import type { App } from '../../src/app.ts'
import type { ChatMessage } from '../../src/playground/bot-api/message.ts'

/** Where the pages of these tests are, for the trader. */
export const PAGE_URL = 'https://undock.test'

interface Seal {
  seal: (text: string, to: { publicKey: string; info: string }) => Promise<Sealed>
}

/** What a browser posts. */
interface Sealed {
  enc: string
  ciphertext: string
  launchData?: string
}

/** The very code that browsers run. */
export const { seal } = (await import(
  new URL('../../src/telegram/sealed-page/static/seal.js', import.meta.url).href
)) as Seal

/** The link of the newest sealed page among these screens' buttons, as a path. */
export function pagePathOf({ keyboard }: Pick<ChatMessage, 'keyboard'>): string {
  for (const button of keyboard.flat()) {
    const url = 'web_app' in button ? button.web_app.url : 'url' in button ? button.url : ''
    if (url.includes('/seal/')) return new URL(url).pathname
  }
  throw new Error('Cannot open a sealed page: no button leads to one')
}

/** A page as a browser opens it. */
export interface OpenedPage {
  status: number
  /** `open`, or why it takes nothing any more. */
  state: string
  html: string
  publicKey: string
  info: string
  /** Seals a text for this page and posts it; gives what became of it. */
  send(text: string, launchData?: string): Promise<string>
  /** Posts what was sealed elsewhere, or anything. */
  post(body: unknown): Promise<string>
}

/** Serves an app on a port of its own until the test ends; gives its origin. */
export async function serveApp(app: () => App): Promise<string> {
  const server = await listen({ fetch: (request) => app().http.fetch(request) }, '127.0.0.1', 0)
  onTestFinished(() => server.close())
  return `http://127.0.0.1:${server.port}`
}

/** Opens a page over HTTP. */
export async function openSealedPage(origin: string, path: string): Promise<OpenedPage> {
  const response = await fetch(`${origin}${path}`)
  const html = await response.text()
  const find = (name: string) => new RegExp(` data-${name}="([^"]*)"`).exec(html)?.[1] ?? ''
  const [state, publicKey, info] = [find('state'), find('public-key'), find('info')]
  const post = async (body: unknown): Promise<string> => {
    const answer = await fetch(`${origin}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
    const { outcome } = (await answer.json()) as { outcome: string }
    return outcome
  }
  return {
    status: response.status,
    state: state === 'loading' ? 'open' : state,
    html,
    publicKey,
    info,
    post,
    async send(text, launchData) {
      const sealed = await seal(text, { publicKey, info })
      return post({ ...sealed, ...(launchData !== undefined && { launchData }) })
    },
  }
}

/** The launch data of a Mini App that this user opens, signed as Telegram does. */
export function launchDataOf(userId: number, at: Date, token: string): string {
  const fields = new URLSearchParams({
    query_id: 'AAHdF6IQAAAAAN0XohDhrOrc',
    user: JSON.stringify({ id: userId, first_name: 'A & B', language_code: 'en' }),
    auth_date: String(Math.floor(at.getTime() / 1000)),
    signature: 'not-looked-at',
  })
  const lines = [...fields].map(([name, value]) => `${name}=${value}`).toSorted()
  const key = createHmac('sha256', 'WebAppData').update(token).digest()
  fields.set('hash', createHmac('sha256', key).update(lines.join('\n')).digest('hex'))
  return fields.toString()
}
