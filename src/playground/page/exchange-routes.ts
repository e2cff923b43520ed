import { Big } from 'big.js'
import { Hono } from 'hono'
import { z } from 'zod'
import type { Clock } from '../../lib/clock.ts'
import { exact } from '../../telegram/format.ts'
import type { PaperExchange } from '../paper-exchange/paper-exchange.ts'
import type { Changes } from './changes.ts'
import type { Happenings } from './happenings.ts'
import { BadInput, readInput } from './input.ts'
import { KEY_ACTIONS, moveKey } from './key-actions.ts'
import type { Levers } from './levers.ts'

const MOST_UP = 900
const MOST_DOWN = -90
const LONGEST_WAIT = 60_000

const decimal = (name: string) =>
  z
    .string()
    .trim()
    .regex(/^\d{1,12}(\.\d{1,12})?$/, `Write the ${name} as a number, such as 0.5.`)

const keyInput = z.object({
  label: z.string().trim().max(40, 'A label holds at most 40 characters.').optional(),
  /** PEM: the exchange then makes no secret. */
  publicKey: z.string().max(4_000, 'A public key is shorter than that.').optional(),
  trade: z.boolean(),
  withdraw: z.boolean(),
  ipRestrict: z.boolean(),
})
const keyStateInput = z.object({ apiKey: z.string(), action: z.enum(KEY_ACTIONS) })
const priceInput = z.object({
  symbol: z.string(),
  percent: z
    .number()
    .min(MOST_DOWN, 'A price falls by at most 90 % at once.')
    .max(MOST_UP, 'A price rises by at most 900 % at once.'),
})
const orderInput = z.object({
  symbol: z.string(),
  side: z.enum(['buy', 'sell']),
  amount: decimal('amount'),
  /** Without it the order takes what the market offers. */
  price: decimal('price').optional(),
})
const cancelInput = z.object({ orderId: z.int() })
const maintenanceInput = z.object({ on: z.boolean() })
const latencyInput = z.object({
  ms: z.int().min(0).max(LONGEST_WAIT, 'Answers take at most a minute longer.'),
})

interface ExchangeDeps {
  exchange: PaperExchange
  clock: Clock
  happenings: Happenings
  levers: Levers
  changes: Changes
}

/** What the visitor does with the exchange in hand. */
export function exchangeRoutes({ exchange, happenings, levers, changes }: ExchangeDeps): Hono {
  const app = new Hono()

  app.post('/keys', async (c) => {
    const { label, publicKey, ...rights } = await readInput(c, keyInput)
    const options = { ...rights, ...(label ? { label } : {}) }
    if (publicKey === undefined) return c.json(exchange.createKey(options))
    return c.json(registerPublicKey(exchange, publicKey, options))
  })

  app.post('/key-state', async (c) => {
    const { apiKey, action } = await readInput(c, keyStateInput)
    if (!exchange.keys().some((key) => key.apiKey === apiKey)) {
      throw new BadInput('There is no such API key.')
    }
    moveKey(exchange, apiKey, action)
    return c.json({})
  })

  app.post('/price', async (c) => {
    const { symbol, percent } = await readInput(c, priceInput)
    checkSymbol(exchange, symbol)
    exchange.movePrice(symbol, percent)
    const price = exchange.symbols().find((each) => each.symbol === symbol)?.price ?? new Big(0)
    const way = percent < 0 ? 'down' : 'up'
    happenings.add(`You moved ${symbol} ${way} by ${Math.abs(percent)} %, to ${exact(price)}.`)
    changes.exchangeChanged()
    return c.json({ price: price.toFixed() })
  })

  app.post('/order', async (c) => {
    const { price, ...order } = await readInput(c, orderInput)
    checkSymbol(exchange, order.symbol)
    const placed = exchange.placeByHand(price === undefined ? order : { ...order, price })
    return c.json({ orderId: placed.id, filled: placed.filled.toFixed() })
  })

  app.post('/cancel', async (c) => {
    const { orderId } = await readInput(c, cancelInput)
    exchange.cancelByHand(orderId)
    return c.json({})
  })

  app.post('/maintenance', async (c) => {
    levers.setMaintenance((await readInput(c, maintenanceInput)).on)
    return c.json({})
  })

  app.post('/latency', async (c) => {
    const { ms } = await readInput(c, latencyInput)
    levers.setLatency(ms)
    happenings.add(ms === 0 ? 'Answers come quickly again.' : `Answers take ${ms / 1000} s longer.`)
    changes.exchangeChanged()
    return c.json({})
  })

  return app
}

function registerPublicKey(
  exchange: PaperExchange,
  publicKey: string,
  options: Parameters<PaperExchange['createKey']>[0],
) {
  try {
    return exchange.registerPublicKey(publicKey, options)
  } catch (error) {
    if (error instanceof RangeError) throw new BadInput(`${error.message}.`)
    throw error
  }
}

function checkSymbol(exchange: PaperExchange, symbol: string): void {
  if (exchange.symbols().some((each) => each.symbol === symbol)) return
  throw new BadInput('This market is not traded here.')
}
