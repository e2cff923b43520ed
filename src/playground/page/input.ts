import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { z } from 'zod'
import { Refusal } from '../paper-exchange/paper-exchange.ts'

/** What the visitor sent cannot be done; the message is a sentence for the page. */
export class BadInput extends Error {
  override name = 'BadInput'
}

/** What the page shows must never come from a cache. */
export const NO_STORE = createMiddleware(async (c, next) => {
  await next()
  c.header('cache-control', 'no-store')
})

/**
 * The body of a request, checked.
 *
 * @throws {BadInput} with the first thing that is wrong, in a sentence.
 */
export async function readInput<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
  const body: unknown = await c.req.json().catch(() => {
    throw new BadInput('The page sent something that is not JSON.')
  })
  const result = schema.safeParse(body)
  if (result.success) return result.data

  const [issue] = result.error.issues
  const sentence = issue?.message ?? ''
  if (sentence.endsWith('.')) throw new BadInput(sentence)
  throw new BadInput(`The page sent something that does not fit: ${issue?.path.join('.') ?? ''}.`)
}

/** Answers what the visitor can mend with 400 and a sentence; rethrows everything else. */
export function badInput(error: Error, c: Context): Response {
  if (error instanceof BadInput) return c.json({ error: error.message }, 400)
  if (error instanceof Refusal) return c.json({ error: toSentence(error) }, 400)
  throw error
}

const FILTERS: Record<string, string> = {
  NOTIONAL: 'The order is worth less than the exchange takes.',
  LOT_SIZE: 'The amount does not fit the steps of this market.',
  MARKET_LOT_SIZE: 'The amount is too large for a market order.',
  PRICE_FILTER: 'The price does not fit the ticks of this market.',
  PERCENT_PRICE_BY_SIDE: 'The price is too far from the market.',
  MAX_NUM_ORDERS: 'There are too many open orders in this market.',
}

function toSentence({ code, message }: Refusal): string {
  if (code === -2011) return 'This order is not open any more.'
  if (/insufficient balance/.test(message))
    return 'There is not enough free balance for this order.'
  const filter = message.replace('Filter failure: ', '')
  return FILTERS[filter] ?? `The exchange refused: ${message.replace(/\.$/, '')}.`
}
