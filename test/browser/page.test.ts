import { tmpdir } from 'node:os'
import { join } from 'node:path'
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, test } from 'vitest'
import { LABELS } from '../support/labels.ts'
import { playStory, press, shown, write } from './moves.ts'
import { DESKTOP, type Look, NO_CHROMIUM, PHONE, useVisit } from './visit.ts'

const PICTURES = join(tmpdir(), 'undock-pictures')

const LOOKS: [name: string, look: Look][] = [
  ['wide and light', DESKTOP],
  ['wide and dark', { ...DESKTOP, colorScheme: 'dark' }],
  ['a tablet', { ...DESKTOP, width: 1024 }],
  ['a phone, light', PHONE],
  ['a phone, dark', { ...PHONE, colorScheme: 'dark' }],
]

describe.skipIf(NO_CHROMIUM)('the page', { timeout: 90_000 }, () => {
  const visit = useVisit()
  beforeEach(async () => {
    await visit.playground().post('/reset')
  })

  test('nothing is cut off and axe finds no fault, at both widths and in both themes', async () => {
    const pages: [string, Page][] = []
    for (const [name, taste] of LOOKS) pages.push([name, await visit.open(taste)])
    const faults: string[] = []
    for (const [name, page] of pages) faults.push(...(await look(page, `${name}, empty`)))
    const [, first] = pages[0] ?? []
    if (first === undefined) return
    faults.push(...(await askAxe(first)))

    await playStory(first, 'Leave cleanly')

    for (const [name, page] of pages) {
      await shown(page, 'exit-state')
      faults.push(...(await look(page, `${name}, chat`)), ...(await askAxe(page)))
      const tab = page.getByRole('button', { name: 'Exchange', exact: true })
      if (!(await tab.isVisible())) continue
      await tab.click()
      faults.push(...(await look(page, `${name}, exchange`)))
    }
    expect(faults).toEqual([])
  })

  test('the theme is switched by hand and remembered', async () => {
    const page = await visit.open()
    const ground = () => page.evaluate('getComputedStyle(document.body).backgroundColor')
    const light = await ground()

    await page.getByRole('button', { name: 'Theme: system' }).click()
    await page.getByRole('button', { name: 'Theme: light' }).click()
    await page.reload()
    await page.getByRole('button', { name: 'Theme: dark' }).waitFor()

    expect(await ground()).not.toBe(light)
  })

  test('a file that is picked is sent to the bot', async () => {
    const page = await visit.open()
    await page.getByRole('button', { name: 'Start', exact: true }).click()
    await shown(page, 'start')
    const chooser = page.waitForEvent('filechooser')

    await page.getByRole('button', { name: 'Send a file' }).click()
    const buffer = Buffer.from('bread, milk')
    await (await chooser).setFiles({ name: 'list.txt', mimeType: 'text/plain', buffer })

    await shown(page, 'not-understood')
    expect(await page.getByText('list.txt').isVisible()).toBe(true)
  })

  test('two tabs agree, a reload loses nothing, and the keyboard is enough', async () => {
    const [one, two] = [await visit.open(), await visit.open(PHONE)]
    await one.getByRole('button', { name: 'Start', exact: true }).click()
    await shown(two, 'start')

    await one.getByRole('textbox', { name: 'Message' }).fill('/ke')
    await one.getByRole('option', { name: '/keys' }).waitFor()
    await one.keyboard.press('Enter')
    await shown(one, 'no-keys')
    await two.reload()

    await shown(two, 'no-keys')
    expect(await two.locator('.row').count()).toBe(await one.locator('.row').count())
  })

  test('an API key is made by hand, pasted into the chat, and works', async () => {
    const page = await visit.open()
    await page.getByRole('button', { name: 'Start', exact: true }).click()
    await shown(page, 'start')
    await write(page, '/link')
    await press(page, 'Binance')
    await shown(page, 'link-key-pair')
    await press(page, LABELS.paste)
    await shown(page, 'link-credentials')

    await page.getByRole('button', { name: 'Create an API key' }).click()
    await page.getByRole('button', { name: 'Paste into the chat' }).click()
    await page.keyboard.press('Enter')

    await shown(page, 'key-linked')
    const { chat } = await visit.playground().state()
    expect(chat.messages.every(({ text }) => !/\w{64}/.test(text))).toBe(true)
  })

  test('a public key is registered on the page, and its API key links the pair', async () => {
    const page = await visit.open()
    await page.getByRole('button', { name: 'Start', exact: true }).click()
    await shown(page, 'start')
    await write(page, '/link')
    await press(page, 'Binance')
    await shown(page, 'link-key-pair')
    const publicKey = await page.locator('.theirs[data-screen=link-key-pair] code').innerText()

    await page.getByRole('radio', { name: 'Register a public key' }).check()
    await page.getByRole('textbox', { name: 'Public key' }).fill(publicKey)
    await page.getByRole('button', { name: 'Create an API key' }).click()
    await page.getByRole('button', { name: 'Paste into the chat' }).click()
    await page.keyboard.press('Enter')

    await shown(page, 'key-linked')
    const { exchange } = await visit.playground().state()
    expect(exchange.keys).toMatchObject([{ state: 'active' }])
  })
})

/** Takes a picture; gives what is cut off, and the picture itself when it shows nothing. */
async function look(page: Page, name: string): Promise<string[]> {
  await page.evaluate('settled()')
  const path = join(PICTURES, `${name.replaceAll(/\W+/g, '-')}.png`)
  const { length } = await page.screenshot({ path })
  const cut: string[] = await page.evaluate('cutOff()')
  return [...(length < 20_000 ? [`${path} shows nothing`] : []), ...cut].map(
    (fault) => `${name}: ${fault}`,
  )
}

/** What bars anyone's way. */
async function askAxe(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  return page.evaluate('axeFaults()')
}
