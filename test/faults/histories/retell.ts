import { runHistory } from './run-history.ts'

interface OrderRow {
  bot_id: string
  slot: string
  side: string
  amount: string
  price: string
  filled: string
  status: string
  reason: string | null
  sent_at: string
}

/** All of a history: its bots, what happened, every order of theirs, and what broke. */
export async function retellHistory(seed: number): Promise<string[]> {
  const { violations, world } = await runHistory(seed, { traced: true })
  const orders = world.database.rows<OrderRow>('select * from trade_order order by sent_at')
  return [
    ...(world.events ?? []),
    ...orders.map(
      ({ sent_at: at, bot_id: bot, slot, side, amount, price, filled, status, reason }) =>
        `${at} ${bot} ${slot}: ${side} ${amount} at ${price}, filled ${filled}, ${status} ${reason ?? ''}`,
    ),
    ...violations.map((what) => `VIOLATED: ${what}`),
  ]
}
