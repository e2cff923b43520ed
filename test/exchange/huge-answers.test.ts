import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { readText } from '../../src/exchange/ccxt/read-text.ts'

const MB = 2 ** 20

function answer(body: Buffer) {
  return { headers: { 'content-encoding': 'gzip' }, body: Readable.from([gzipSync(body)]) }
}

test('an answer that unfolds to more than an exchange has to say is a failed request', async () => {
  await expect(readText(answer(Buffer.alloc(200 * MB, ' ')))).rejects.toThrow('too large')
})

test('answers that are too large together fail, and leave room for those after them', async () => {
  const large = gzipSync(Buffer.alloc(30 * MB, ' '))
  const headers = { 'content-encoding': 'gzip' }
  const read = () => readText({ headers, body: Readable.from([large]) })

  const answers = await Promise.allSettled(Array.from({ length: 8 }, read))

  expect(answers.map(({ status }) => status)).toContain('rejected')
  expect(await read()).toHaveLength(30 * MB)
})

test('an answer of nothing but brackets is a failed request', async () => {
  const deep = Buffer.from('['.repeat(100_000) + ']'.repeat(100_000))

  await expect(readText(answer(deep))).rejects.toThrow('too deep')
})

test('brackets in a text are none, wherever its parts end', async () => {
  const text = JSON.stringify([{ note: `${'['.repeat(500)} \\" ${'{'.repeat(500)} é` }, [[]]])
  const bytes = [...Buffer.from(text)].map((byte) => Buffer.from([byte]))

  expect(await readText({ headers: {}, body: Readable.from(bytes) })).toBe(text)
})

test('a page that a proxy sends is read, whatever its scripts look like', async () => {
  const page = ` <html><script>${'{['.repeat(200)}</script></html>`

  expect(await readText(answer(Buffer.from(page)))).toBe(page)
})
