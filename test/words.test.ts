import { globSync, readFileSync } from 'node:fs'
import { expect, expectTypeOf, test } from 'vitest'
import type { SourceFile } from './support/architecture.ts'
import type { Shown } from './support/journey.ts'
import { findAwaitedWordings, findWordings } from './support/wordings.ts'

const ROOT = new URL('../', import.meta.url)

function readSources(patterns: string[], exclude: string[] = []): SourceFile[] {
  return globSync(patterns, { cwd: ROOT, exclude }).map((path) => ({
    path,
    text: readFileSync(new URL(path, ROOT), 'utf8'),
  }))
}

test('what people read stands in dictionaries', () => {
  const files = readSources(['src/telegram/**/*.ts'])

  expect(files.length).toBeGreaterThan(100)
  expect(findWordings(files)).toEqual([])
})

test('tests, stories and benches wait for screens, whatever the words on them', () => {
  // The stand-in for Telegram is tested with bots of its own.
  const exclude = ['test/playground/**', 'test/words.test.ts']
  const files = readSources(['test/**/*.ts', 'src/playground/stories/*.ts'], exclude)

  expect(files.length).toBeGreaterThan(100)
  expect(findAwaitedWordings(files)).toEqual([])
})

const FILE = 'src/telegram/keys/keys-views.ts'

test.each<[string, string, number]>([
  ['a line of a screen', '\nconst a = html`Your <b>keys</b>`', 2],
  ['a word beside a value', 'const a = html`<b>${name}</b> left`', 1],
  ['a text within a value', 'const a = html`${is ? html`gone` : name}`', 1],
  ['a label', "const a = [\n  button('Link', 'link'),\n]", 2],
  ['a label on a line of its own', "const a = button(\n  'keep', data)", 2],
  ['the label of a page', 'const a = link(`Open ${name}`, url)', 1],
  ['one label of two', "const a = button(is ? 'Pause' : 'Resume', data)", 1],
  ['an answer to a tap', "await answer(ctx, 'Paused.')", 1],
  ['a sentence with a name', 'return `${bot.name} has ended.`', 1],
  ['a sentence under a name', "\n\nconst OLD = 'That screen is old: nothing was done.'", 3],
])('findWordings() finds %s', (_, text, line) => {
  expect(findWordings([{ path: FILE, text }])[0]).toMatch(`${FILE}:${line} `)
})

test.each<[string, string]>([
  ['marks and values', 'const a = html`${mark} <b>${key.label}</b> …${key.tail} &amp;`'],
  ['the words of a dictionary', 'const a = html`${w.title(count)}`'],
  ['data of a button', "const a = button(w.link, 'link', 'primary')"],
  ['an error', 'throw new RangeError(`Cannot show key ${id}: unknown`)'],
  ['a comment', "// html`Your keys`, and 'that is it'\n/** button('Link') */"],
  ['what Telegram says', "isTelegramError(error, 'chat not found')"],
  ['an expression', "const a = /html`two words '/.test(b) // it's so"],
])('findWordings() leaves %s alone', (_, text) => {
  expect(findWordings([{ path: FILE, text }])).toEqual([])
})

test('findWordings() leaves dictionaries alone', () => {
  const text = "export const KEYS_EN = { title: html`Your keys`, link: 'Link a key' }"

  expect(findWordings([{ path: 'src/telegram/keys/words.en.ts', text }])).toEqual([])
})

test.each<[string, string]>([
  ['words', "await alice.until('key erased')"],
  ['an expression', 'await alice.until(/^sold \\d/)'],
  ['words of a screen', "await tap(alice, 'Go', { screen: 'exit-plan', text: 'the whole' })"],
  ['an expression of a screen', "alice.until({\n  screen: 'exit-plan',\n  text: /whole/,\n})"],
])('findAwaitedWordings() finds %s', (_, text) => {
  expect(findAwaitedWordings([{ path: 'test/flows/a.test.ts', text }])).toHaveLength(1)
})

test.each<[string, string]>([
  ['a kind', "await alice.until({ screen: 'exit-plan' })"],
  ['data', "await say(alice, '/keys', { screen: 'keys', text: `…${tail}` })"],
  ['a number', "await say(alice, '/keys', { screen: 'keys', text: '2/3' })"],
])('findAwaitedWordings() leaves %s alone', (_, text) => {
  expect(findAwaitedWordings([{ path: 'test/flows/a.test.ts', text }])).toEqual([])
})

test('tap() and say() take no words', () => {
  expectTypeOf<'exit-plan'>().toExtend<Shown>()
  expectTypeOf<'key erased'>().not.toExtend<Shown>()
  expectTypeOf<RegExp>().not.toExtend<Shown>()
})
