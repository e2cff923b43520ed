import { expect, test } from 'vitest'
import { Api } from 'grammy'
import { SendingLimit } from '../../src/notices/sending-limit.ts'
import { answerFetch, noticeFetch } from '../../src/telegram/api-fetch.ts'
import { createReach } from '../../src/telegram/reach.ts'
import { HandClock } from '../exchange/hand-clock.ts'

const TOKEN = '1000000:a-token-that-only-the-tests-know-of'
const SENT = { ok: true, result: { message_id: 1 } }
const TOO_FAST = {
  ok: false,
  error_code: 429,
  description: 'Too Many Requests: retry after 7',
  parameters: { retry_after: 7 },
}

/** Telegram that gives these answers in turn; an error is a network that breaks. */
function open(...answers: readonly (object | Error)[]) {
  const clock = new HandClock()
  const stop = new AbortController()
  const left = [...answers]
  const calls: string[] = []
  const network = (async (url: string) => {
    calls.push(url.split('/').at(-1) ?? '')
    const answer = left.shift() ?? SENT
    if (answer instanceof Error) throw answer
    return Response.json(answer, {
      status: 'error_code' in answer ? Number(answer.error_code) : 200,
    })
  }) as typeof fetch
  const reach = createReach(clock, network, stop.signal)
  const limit = new SendingLimit(clock)
  const api = (fetch: ReturnType<typeof noticeFetch>) => new Api(TOKEN, { fetch })
  return {
    clock,
    stop,
    calls,
    reach,
    limit,
    answers: api(answerFetch(reach, clock, limit)),
    notices: api(noticeFetch(reach)),
  }
}

async function macrotask(): Promise<void> {
  for (let i = 0; i < 20; i += 1) await new Promise((resolve) => setImmediate(resolve))
}

const URGENT = { chat: '7', urgent: true, edit: false }

test('answers count for the limit that notices keep to, questions to Telegram do not', async () => {
  const { answers, limit } = open()
  await answers.getMe()
  await answers.answerCallbackQuery('tap')
  await answers.sendChatAction(7, 'typing')
  expect(limit.take({ ...URGENT, edit: true })).toBeUndefined()

  for (let i = 0; i < 3; i += 1) await answers.sendMessage(8, 'hello')

  expect(limit.take({ ...URGENT, chat: '8', edit: true })).toBeDefined()
  expect(limit.take({ ...URGENT, chat: '9', edit: true })).toBeUndefined()
})

test('an answer that is too fast is sent again when Telegram says, and notices to the chat wait too', async () => {
  const { answers, limit, clock, calls } = open(TOO_FAST)
  const sent = answers.sendMessage(7, 'hello')
  await macrotask()
  expect(limit.take(URGENT)?.getTime()).toBe(clock.now().getTime() + 7_000)

  clock.advance(7_000)

  expect(await sent).toEqual({ message_id: 1 })
  expect(calls).toEqual(['sendMessage', 'sendMessage'])
})

test('a notice that is too fast is not sent again behind the back of its sender', async () => {
  const { notices, calls } = open(TOO_FAST)

  await expect(notices.sendMessage(7, 'hello')).rejects.toMatchObject({ error_code: 429 })
  expect(calls).toEqual(['sendMessage'])
})

test('a stop ends the wait for Telegram', async () => {
  const { answers, stop, calls } = open(TOO_FAST)
  const sent = answers.sendMessage(7, 'hello')
  await macrotask()

  stop.abort()

  await expect(sent).rejects.toThrow('sendMessage')
  expect(calls).toEqual(['sendMessage'])
})

test('Telegram is unreachable once it has not answered for a while, and no error holds the token', async () => {
  const { notices, reach, clock } = open(
    ...Array.from({ length: 3 }, () => new Error(`at ${TOKEN}`)),
  )
  const fail = async () => notices.getMe().catch((error: unknown) => error)
  const error = await fail()
  expect(JSON.stringify(error) + String(error) + (error as Error).stack).not.toContain(TOKEN)
  expect(reach.works()).toBe(true)

  clock.advance(91_000)
  expect(reach.works()).toBe(false)
  await fail()
  expect(reach.works()).toBe(false)
  await fail()
  await notices.getMe()
  expect(reach.works()).toBe(true)
})
