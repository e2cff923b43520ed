import type { Locator, Page } from 'playwright-core'
import type { ScreenKind } from '../../src/telegram/screen-kind.ts'

/** Begins a story and waits until it is the visitor's turn. */
export async function playStory(page: Page, title: string): Promise<void> {
  await page.getByRole('button', { name: title }).click()
  await sceneOf(page, 'visitor').waitFor({ timeout: 40_000 })
}

/** The strip that tells the story, once its turn is this one. */
export function sceneOf(page: Page, turn: 'story' | 'visitor' | 'nobody'): Locator {
  return page.locator(`.scene[data-turn=${turn}]`)
}

/** Presses the newest button of the bot that begins so. */
export async function press(page: Page, label: string): Promise<void> {
  const key = page.locator('.key').filter({ hasText: new RegExp(`^${label}`) })
  await key.last().click()
}

/** Waits until the bot shows this screen. */
export async function shown(page: Page, screen: ScreenKind): Promise<void> {
  await page.locator(`.theirs[data-screen=${screen}]`).last().waitFor()
}

/** Writes to the bot as a person does. */
export async function write(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message' }).fill(text)
  await page.keyboard.press('Enter')
}
