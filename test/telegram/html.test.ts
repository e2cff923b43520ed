import { expect, test } from 'vitest'
import { BLANK, button, html, lines, list, note, pagesOf } from '../../src/telegram/view.ts'

test('values are escaped, the template and other Html go in as they are', () => {
  const name = html`<b>${'<i>A & B</i>'}</b>`

  expect(html`${name}: ${3} > ${'2 > 1'}`.text).toBe(
    '<b>&lt;i&gt;A &amp; B&lt;/i&gt;</b>: 3 > 2 &gt; 1',
  )
})

test('a value that looks escaped already is escaped again', () => {
  expect(html`${'&lt;'}`.text).toBe('&amp;lt;')
})

test('lines leave out what is undefined and part paragraphs by blanks', () => {
  expect(lines(html`one`, undefined, BLANK, list([html`two`, html`three`]))).toBe(
    'one\n\ntwo\nthree',
  )
})

test('a button carries a style only when it has one', () => {
  expect(button('Go', 'go')).toEqual({ text: 'Go', callback_data: 'go' })
  expect(button('Go', 'go', 'danger')).toEqual({ text: 'Go', callback_data: 'go', style: 'danger' })
})

test('pagesOf() parts a text that is too long for Telegram between its lines', () => {
  const all = Array.from({ length: 300 }, (_, i) => html`<b>${i}</b> a line of thirty characters`)
  const keyboard = [[button('Go', 'go')]]

  const pages = pagesOf({ kind: 'bots', text: lines(...all), keyboard })

  expect(pages.map((page) => page.text).join('\n')).toBe(lines(...all))
  expect(pages.every(({ text }) => text.replaceAll(/<[^>]+>/g, '').length <= 4_096)).toBe(true)
  expect(pages.map((page) => page.keyboard)).toEqual([[], [], keyboard])
})

test('pagesOf() leaves a text that fits as it is', () => {
  const view = note('bots', html`one`, BLANK, html`two`)

  expect(pagesOf(view)).toEqual([view])
})
