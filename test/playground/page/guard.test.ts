import { request } from 'node:http'
import { expect, test } from 'vitest'
import { openStage, type Stage } from './stage.ts'

test('the page and its files come with a policy that lets nothing in from outside', async () => {
  const stage = await openStage()

  const page = await stage.get('/')
  const html = await page.text()
  const paths = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = '']) => path)

  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(paths).toContain('/page/main.js')
  for (const path of paths) {
    const file = await stage.get(path)
    expect([path, file.status]).toEqual([path, 200])
    expect(file.headers.get('cache-control')).toBe('no-cache')
  }
})

test('every module that a module imports is served', async () => {
  const stage = await openStage()
  const seen = new Set(['main.js'])
  for (const name of seen) {
    const file = await stage.get(`/page/${name}`)
    expect([name, file.headers.get('content-type')]).toEqual([
      name,
      'text/javascript; charset=utf-8',
    ])
    for (const [, next = ''] of (await file.text()).matchAll(/from '\.\/([^']+)'/g)) seen.add(next)
  }
  expect(seen.size).toBeGreaterThan(10)
})

test('an unchanged file is not sent again, an unknown one not at all', async () => {
  const stage = await openStage()
  const etag = (await stage.get('/page/main.js')).headers.get('etag') ?? ''

  expect((await stage.get('/page/main.js', { 'if-none-match': etag })).status).toBe(304)
  expect((await stage.get('/page/none.js')).status).toBe(404)
  expect((await stage.get('/page/..%2fpage.ts')).status).toBe(404)
})

test('only requests for this machine by name are answered', async () => {
  const stage = await openStage()
  const answers = {
    'evil.example': 403,
    'localhost.evil.example:80': 403,
    '127.0.0.1.nip.io': 403,
    localhost: 200,
    'localhost:8080': 200,
    '127.0.0.1:1': 200,
    '[::1]:8080': 200,
  }

  for (const [host, status] of Object.entries(answers)) {
    expect([host, await statusFor(stage, host)]).toEqual([host, status])
  }
})

test('a POST that another site could send is refused and does nothing', async () => {
  const stage = await openStage()
  const send = async (headers: Record<string, string>) =>
    (await stage.post('/page/chat/send', { text: 'hi' }, headers)).status

  expect(await send({ origin: 'https://evil.example' })).toBe(403)
  expect(await send({ origin: 'null' })).toBe(403)
  expect(await send({ 'sec-fetch-site': 'same-site' })).toBe(403)
  expect(await send({ 'content-type': 'text/plain' })).toBe(415)
  expect(await send({ 'content-type': 'application/x-www-form-urlencoded' })).toBe(415)
  expect(stage.user.messages()).toEqual([])
})

test('another site cannot make a browser read the state', async () => {
  const stage = await openStage()

  const response = await stage.get('/page/state', { 'sec-fetch-site': 'cross-site' })

  expect(response.status).toBe(403)
})

/** `fetch` does not let a caller lie about the host. */
async function statusFor({ origin }: Stage, host: string): Promise<number | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>()
  request(`${origin}/page/state`, { headers: { host } }, (response) => {
    response.resume()
    resolve(response.statusCode)
  })
    .on('error', reject)
    .end()
  return promise
}
