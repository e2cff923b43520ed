import { expect, test } from 'vitest'
import { LOCALS, openLocal, runTry, type Local } from './support.ts'

const TRADE = { trade: { amount: '10', coin: 'USDT' }, answers: ['yes', 'yes'] }
const ORDER = 'an order far below the price'

async function open(name = 'Binance (paper exchange)'): Promise<Local & { before: number }> {
  const local = await openLocal(name)
  return { ...local, before: local.paper.orders().length }
}

const testOrders = ({ paper, before }: { before: number } & Pick<Local, 'paper'>) =>
  paper.orders().slice(before)

test.each(LOCALS)('a test order is as expected on %s, and is gone', async (name) => {
  const local = await open(name)

  const { isClean, printed } = await runTry(local, TRADE)

  expect(printed).not.toContain('DIFFERS')
  expect(isClean).toBe(true)
  const orders = testOrders(local)
  expect(orders.map(({ status, side }) => [status, side])).toEqual([
    ['CANCELED', 'buy'],
    ['EXPIRED', 'buy'],
  ])
  const [{ price } = { price: undefined }] = orders
  expect(Number(price)).toBeLessThan(49_000)
  expect(Number(price)).toBeGreaterThan(47_000)
})

test.each([[[]], [['no']], [['yes']], [['yes', 'y']]])(
  'nothing is placed after the answers %j',
  async (answers) => {
    const local = await open()

    const { printed } = await runTry(local, { ...TRADE, answers })

    expect(testOrders(local)).toEqual([])
    expect(printed).toContain('not asked  placing, finding and cancelling orders')
  },
)

test('nothing but reading is sent without --trade', async () => {
  const local = await open()
  const sent = local.paper.requests().length

  await runTry(local)

  const methods = local.paper
    .requests()
    .slice(sent)
    .map(({ method }) => method)
  expect(methods.length).toBeGreaterThan(10)
  expect(new Set(methods)).toEqual(new Set(['GET']))
})

test('an order that was placed without an answer is found and cancelled', async () => {
  const local = await open()
  local.paper.fault({ method: 'POST', path: '/api/v3/order', effect: { kind: 'drop-after' } })

  const { isClean, printed } = await runTry(local, TRADE)

  expect(isClean).toBe(false)
  expect(printed).toContain(`DIFFERS    ${ORDER}`)
  expect(testOrders(local).map(({ status }) => status)).toEqual(['CANCELED'])
  expect(printed).not.toContain('MAY STILL BE OPEN')
})

test('an order that cannot be cancelled is told with its ids', async () => {
  const local = await open()
  const effect = { kind: 'status', status: 500, body: '{"code":-1000,"msg":"internal"}' } as const
  local.paper.fault({ method: 'DELETE', path: '/api/v3/order', effect, times: 99 })

  const { isClean, printed } = await runTry(local, { ...TRADE, hurried: true })

  expect(isClean).toBe(false)
  const [order] = testOrders(local)
  expect(order).toMatchObject({ status: 'NEW' })
  expect(printed).toContain('AN ORDER MAY STILL BE OPEN. Binance would not say')
  expect(printed).toContain(
    `BTC/USDT, client order id ${order?.clientOrderId}, Binance's id ${order?.id}`,
  )
})

test('a person who stops in the middle leaves nothing open', async () => {
  const local = await open()

  const { isClean, printed } = await runTry(local, {
    ...TRADE,
    onLine: (line, stop) => {
      if (line.includes(ORDER)) stop()
    },
  })

  expect(isClean).toBe(false)
  expect(testOrders(local).map(({ status }) => status)).toEqual(['CANCELED'])
  expect(printed).toContain('nothing is left open')
})

test('a second cancel that is taken is named', async () => {
  const local = await open()
  let first: string | undefined
  const planted = [
    {
      at: 'DELETE /api/v3/order',
      change: (answer: { status: number; body: string }) => {
        first ??= answer.body
        return { status: 200, body: first }
      },
    },
  ]

  const { isClean, printed } = await runTry(local, { ...TRADE, planted })

  expect(isClean).toBe(false)
  expect(printed).toContain('DIFFERS    cancelling it again')
  expect(printed).toContain('an order that is cancelled instead of order-not-found')
})

test.each([
  ['more than the account has', { amount: '90000', coin: 'USDT' }, /Less than 90000 USDT is free/],
  [
    'less than an order may cost',
    { amount: '1', coin: 'USDT' },
    /1 USDT is less than BTC\/USDT takes/,
  ],
  ['a coin that nothing is paid in', { amount: '1', coin: 'NOPE' }, /BTC\/NOPE: not listed/],
])('an order of %s is refused before it is placed', async (_, trade, why) => {
  const local = await open()

  await expect(runTry(local, { ...TRADE, trade })).rejects.toThrow(why)
  expect(testOrders(local)).toEqual([])
})

test('an order is cancelled after the pause that the exchange wants', async () => {
  const local = await open('Kraken')
  const effect = {
    kind: 'status',
    status: 429,
    body: '{}',
    headers: { 'retry-after': '50' },
  } as const
  local.paper.fault({ method: 'POST', path: '/0/private/CancelOrder', effect })

  const { printed } = await runTry(local, {
    ...TRADE,
    onLine: (line, stop) => {
      if (line.includes(ORDER)) stop()
    },
  })

  expect(testOrders(local).map(({ status }) => status)).toEqual(['CANCELED'])
  expect(printed).not.toContain('MAY STILL BE OPEN')
})
