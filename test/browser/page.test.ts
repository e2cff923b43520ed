import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeEach, expect, test } from 'vitest'
import { heard, playStory, press, write } from './moves.ts'
import { describeInChromium, DESKTOP, type Look, PHONE } from './visit.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const IN_PAGE = readFileSync(join(import.meta.dirname, 'in-page.js'), 'utf8')
const PICTURES = join(tmpdir(), 'undock-pictures')

const LOOKS: [name: string, look: Look][] = [
  ['wide and light', DESKTOP],
  ['wide and dark', { ...DESKTOP, colorScheme: 'dark' }],
  ['a phone, light', PHONE],
  ['a phone, dark', { ...PHONE, colorScheme: 'dark' }],
]

describeInChromium('the page', (visit) => {
  beforeEach(async () => {
    await visit.playground.post('/reset')
  })

  test('nothing is cut off and axe finds no fault, at both widths and in both themes', async () => {
    const pages: [string, Page][] = []
    for (const [name, look] of LOOKS) pages.push([name, await visit.open(look)])
    for (const [name, page] of pages) await check(page, `${name}, empty`)
    const [, first] = pages[0] ?? []
    if (first === undefined) return

    await playStory(first, 'Leave cleanly')

    for (const [name, page] of pages) {
      await heard(page, 'the whole truth')
      await check(page, `${name}, chat`)
      const tab = page.getByRole('button', { name: 'Exchange', exact: true })
      if (!(await tab.isVisible())) continue
      await tab.click()
      await check(page, `${name}, exchange`)
    }
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

  test('two tabs agree, a reload loses nothing, and the keyboard is enough', async () => {
    const [one, two] = [await visit.open(), await visit.open(PHONE)]
    await one.getByRole('button', { name: 'Start', exact: true }).click()
    await heard(two, 'gets you off an exchange cleanly')

    await one.getByRole('textbox', { name: 'Message' }).fill('/ke')
    await one.getByRole('option', { name: '/keys' }).waitFor()
    await one.keyboard.press('Enter')
    await heard(one, 'No exchange key is linked')
    await two.reload()

    await heard(two, 'No exchange key is linked')
  })

  test('an API key is made by hand, pasted into the chat, and works', async () => {
    const page = await visit.open()
    await page.getByRole('button', { name: 'Start', exact: true }).click()
    await heard(page, 'gets you off an exchange cleanly')
    await write(page, '/link')
    await press(page, 'Binance')
    await heard(page, 'Then send')

    await page.getByRole('button', { name: 'Create an API key' }).click()
    await page.getByRole('button', { name: 'Paste into the chat' }).click()
    await page.keyboard.press('Enter')

    await heard(page, 'is linked')
    const { chat } = await visit.playground.state()
    expect(chat.messages.every(({ text }) => !/\w{64}/.test(text))).toBe(true)
  })
})

/** Takes a picture and looks for what is cut off, for an empty picture and for what bars anyone's way. */
async function check(page: Page, name: string): Promise<void> {
  await page.evaluate(`${AXE};${IN_PAGE};settled()`)
  const path = join(PICTURES, `${name.replaceAll(/\W+/g, '-')}.png`)
  const picture = await page.screenshot({ path })
  expect(picture.length, `${path} shows something`).toBeGreaterThan(20_000)
  expect(await page.evaluate('cutOff()'), name).toEqual([])
  expect(await page.evaluate('axeFaults()'), name).toEqual([])
}
