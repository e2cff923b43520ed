import { tmpdir } from 'node:os'
import { join } from 'node:path'
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { wordsOf } from '../../src/telegram/words.ts'
import { choosePasting, say, tap } from '../support/journey.ts'
import { LABELS } from '../support/labels.ts'
import { launchDataOf, PAGE_URL, pagePathOf, serveApp } from '../support/sealed-page.ts'
import { newTrader, type Trader } from '../support/traders.ts'
import { openWorld, TOKEN, type World } from '../support/world.ts'
import { press, shown, write } from './moves.ts'
import { startPlaygroundProcess, QUICK } from './playground-process.ts'
import { DESKTOP, NO_CHROMIUM, openAddress, openPage, PHONE, watch, type Look } from './visit.ts'

const PICTURES = join(tmpdir(), 'undock-pictures')
const { sealed } = wordsOf('en').keys

const LOOKS: [name: string, look: Look][] = [
  ['wide and light', DESKTOP],
  ['a phone, light', PHONE],
  ['a phone, dark', { ...PHONE, colorScheme: 'dark' }],
]

describe.skipIf(NO_CHROMIUM)('the sealed page in a browser', { timeout: 90_000 }, () => {
  let world: World
  beforeAll(async () => {
    world = await openWorld({ pageUrl: () => PAGE_URL, botTickSeconds: 30 })
  }, 60_000)
  afterAll(() => world.close())

  /** The address of a page that somebody was just given. */
  async function newAddress(): Promise<Trader & { address: string; key: string }> {
    const trader = newTrader(world)
    const origin = await serveApp(() => world.app)
    await say(trader.alice, '/link', 'link-exchange')
    const path = pagePathOf(await choosePasting(trader.alice, 'Binance'))
    const { apiKey, secret } = world.exchange.createKey({ account: trader.account })
    return { ...trader, address: `${origin}${path}`, key: `${apiKey}\n${secret}` }
  }

  test.each(LOOKS)('%s: a key is pasted, sealed and sent', async (name, taste) => {
    const { alice, address, key } = await newAddress()
    const page = await openAddress(address, taste)
    const posts: string[] = []
    page.on('request', (request) => {
      posts.push(request.url(), request.postData() ?? '')
    })
    const faults: string[] = []
    await reaches(page, 'open')
    faults.push(...(await look(page, `${name}, sealed page`)))

    await page.getByRole('textbox').fill(`API key: ${key.split('\n')[0]}`)
    await submit(page)
    await reaches(page, 'incomplete')
    faults.push(...(await look(page, `${name}, sealed page, incomplete`)))
    await page.getByRole('textbox').fill(key)
    await submit(page)
    await reaches(page, 'taken')
    faults.push(...(await look(page, `${name}, sealed page, taken`)))

    await alice.until({ screen: 'key-linked' })
    expect(await page.getByRole('textbox', { includeHidden: true }).inputValue()).toBe('')
    const sent = posts.join('\n')
    for (let i = 0; i + 12 <= key.length; i += 1) expect(sent).not.toContain(key.slice(i, i + 12))
    expect(
      posts
        .filter((url) => url.includes('//'))
        .every((url) => url.startsWith(new URL(address).origin)),
    ).toBe(true)

    expect(faults).toEqual([])
  })

  test('it loads nothing from elsewhere, and under 80 KB', async () => {
    const { address } = await newAddress()
    const page = await openAddress(address)
    await reaches(page, 'open')

    const asked: { url: string; bytes: number }[] = await page.evaluate('whatWasAsked()')

    const { origin } = new URL(address)
    expect(asked.length).toBeGreaterThan(40)
    expect(asked.filter(({ url }) => !url.startsWith(origin))).toEqual([])
    const bytes = asked.reduce((sum, one) => sum + one.bytes, 0)
    expect(bytes).toBeGreaterThan(40_000)
    expect(bytes).toBeLessThan(80_000)
  })

  test('a link that is used up says so, also on a phone', async () => {
    const { alice, address } = await newAddress()
    const page = await openAddress(address, PHONE)
    await reaches(page, 'open')
    await tap(alice, 'Cancel', 'no-keys')
    await page.getByRole('textbox').fill('anything')
    await submit(page)
    await reaches(page, 'left')
    expect(await page.getByRole('textbox').isVisible()).toBe(false)
    const faults = await look(page, 'a phone, sealed page, left')

    // The browser complains of the status that other machines read.
    const response = await page.context().request.get(address)
    expect(response.status()).toBe(410)
    await page.setContent(await response.text())
    await reaches(page, 'left')
    expect(faults).toEqual([])
  })

  test('the keyboard is enough, in the order of the page, and errors are where the focus is', async () => {
    const { alice, address, key } = await newAddress()
    const page = await openAddress(address)
    await reaches(page, 'open')
    const focused = () =>
      page.evaluate<string>('document.activeElement.id || document.activeElement.tagName')

    await page.keyboard.press('Tab')
    expect(await focused()).toBe('key')
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('file')
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('BUTTON')
    await page.keyboard.press('Enter')
    await reaches(page, 'empty')
    expect(await focused()).toBe('key')
    expect(await page.locator('#key').getAttribute('aria-describedby')).toBe('looks says-empty')
    await page.keyboard.insertText(key)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')

    await reaches(page, 'taken')
    expect(await focused()).toBe('says-taken')
    await alice.until({ screen: 'key-linked' })
  })

  test('a file is read in the browser; one without text, or too long, is refused there', async () => {
    const { alice, address, key } = await newAddress()
    const page = await openAddress(address)
    await reaches(page, 'open')
    const pick = (name: string, buffer: Buffer) =>
      page.locator('#file').setInputFiles({ name, mimeType: 'application/octet-stream', buffer })

    await pick('key.png', Buffer.from([0, 1, 2, 255]))
    await reaches(page, 'no-text')
    await pick('film.txt', Buffer.alloc(17_000, 'a'))
    await reaches(page, 'too-long')
    await pick('key.txt', Buffer.from(`\ufeff${key}`, 'utf16le'))
    await reaches(page, 'file-taken')
    expect(await page.getByRole('textbox').inputValue()).toBe(key)
    await submit(page)

    await reaches(page, 'taken')
    await alice.until({ screen: 'key-linked' })
  })

  test('without an answer the key stays in the field, to be sent again', async () => {
    const { alice, address, key } = await newAddress()
    const page = await openAddress(address)
    await reaches(page, 'open')
    // What a proxy says while there is nobody behind it.
    await page.route(address, (route) => route.fulfill({ body: 'not now' }))
    await page.getByRole('textbox').fill(key)
    await submit(page)
    await reaches(page, 'unreachable')
    expect(await page.getByRole('textbox').inputValue()).toBe(key)

    await page.unroute(address)
    await submit(page)

    await reaches(page, 'taken')
    await alice.until({ screen: 'key-linked' })
  })

  test('what a proxy answers for Undock is no answer, whatever its form', async () => {
    const { address, key } = await newAddress()
    const page = await openAddress(address)
    await reaches(page, 'open')
    await page.route(address, (route) => route.fulfill({ json: { error: 'bad gateway' } }))
    await page.getByRole('textbox').fill(key)
    await submit(page)

    await reaches(page, 'unreachable')
    expect(await page.getByRole('textbox').inputValue()).toBe(key)
  })

  test('without its script, or a part of it, the page takes nothing and says why', async () => {
    const { address } = await newAddress()
    const browser = (await openAddress(address)).context().browser()
    for (const javaScriptEnabled of [false, true]) {
      const context = await browser?.newContext({ javaScriptEnabled })
      onTestFinished(() => context?.close())
      const page = await context?.newPage()
      await page?.route('**/seal.js', (route) => route.abort())
      await page?.goto(address)

      await page?.locator('.bad:visible').first().waitFor()
      expect(await page?.locator('.bad:visible').count()).toBe(1)
      expect(await page?.locator('form').isVisible()).toBe(false)
    }
  })

  test('as a Mini App it is as dark as the chat, and Telegram says who opened it', async () => {
    const { alice, address, key, clock } = await newAddress()
    const fragment = (userId: number) =>
      new URLSearchParams({
        tgWebAppData: launchDataOf(userId, clock.now(), TOKEN),
        tgWebAppVersion: '8.0',
        tgWebAppPlatform: 'android',
        tgWebAppThemeParams: JSON.stringify({ bg_color: '#17212b' }),
      }).toString()
    const foreign = await openAddress(`${address}#${fragment(newTrader(world).alice.id)}`, PHONE)
    await reaches(foreign, 'open')
    await foreign.getByRole('textbox').fill(key)
    await submit(foreign)
    await reaches(foreign, 'foreign')

    const page = await openAddress(`${address}#${fragment(alice.id)}`, PHONE)
    await reaches(page, 'open')
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(
      'rgb(14, 22, 33)',
    )
    await page.getByRole('textbox').fill(key)
    await submit(page)
    await reaches(page, 'taken')
    await alice.until({ screen: 'key-linked' })
  })

  test('the playground offers it on this machine: from the chat to the page and back', async () => {
    const playground = await startPlaygroundProcess(QUICK)
    try {
      const chat = await openPage(playground.origin)
      await chat.getByRole('button', { name: 'Start', exact: true }).click()
      await shown(chat, 'start')
      await write(chat, '/link')
      await press(chat, 'Binance')
      await shown(chat, 'link-key-pair')
      await press(chat, LABELS.paste)
      await shown(chat, 'link-credentials')
      const faults = await look(chat, 'wide and light, chat with a sealed page')
      await chat.getByRole('button', { name: 'Create an API key' }).click()
      await chat.getByRole('button', { name: 'Paste into the chat' }).click()
      const key = await chat.getByRole('textbox', { name: 'Message' }).inputValue()
      await chat.getByRole('textbox', { name: 'Message' }).fill('')

      const opening = chat.waitForEvent('popup')
      await press(chat, sealed.buttons.miniApp)
      const page = await opening
      const complaints = watch(page)
      await reaches(page, 'open')
      await page.getByRole('textbox').fill(key)
      await submit(page)
      await reaches(page, 'taken')

      await shown(chat, 'key-linked')
      expect([...faults, ...complaints]).toEqual([])
    } finally {
      await playground.stop()
    }
  })

  test('it works after Start over too', async () => {
    const playground = await startPlaygroundProcess(QUICK)
    try {
      await playground.post('/reset')
      expect((await fetch(`${playground.origin}/readyz`)).status).toBe(200)
      const gone = await fetch(`${playground.origin}/seal/${'A'.repeat(43)}`)
      expect(gone.status).toBe(404)
    } finally {
      await playground.stop()
    }
  })
})

async function reaches(page: Page, state: string): Promise<void> {
  await page.locator(`main[data-state=${state}]`).waitFor()
}

async function submit(page: Page): Promise<void> {
  await page.getByRole('button', { name: sealed.page.send }).click()
}

/** Takes a picture; gives what is cut off, and what bars anyone's way. */
async function look(page: Page, name: string): Promise<string[]> {
  await page.evaluate('settled()')
  await page.screenshot({ path: join(PICTURES, `${name.replaceAll(/\W+/g, '-')}.png`) })
  const cut: string[] = await page.evaluate('cutOff()')
  await page.evaluate(axe.source)
  const barred: string[] = await page.evaluate('axeFaults()')
  return [...cut, ...barred].map((fault) => `${name}: ${fault}`)
}
