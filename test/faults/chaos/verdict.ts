import type { Leaver } from '../../support/leavers.ts'
import { isOurs, rows } from '../../support/exits.ts'
import type { World } from '../../support/world.ts'

/** What the exchange, the chats and the database say when all is over. */
export interface Verdict {
  exits: number
  /** Receipts and other notices that came twice: an answer was lost, or a crash came between. */
  doubled: number
  /** In words: what must never be. */
  violations: string[]
}

/** Judges a round by what the exchange and the chats have on record. */
export async function judge(world: World, leavers: readonly Leaver[]): Promise<Verdict> {
  const violations = leavers.flatMap((leaver) => wrongAtExchange(world, leaver))
  violations.push(...(await wrongInDatabase(world)))
  const receipts = leavers.map(
    ({ user }) => user.messages().filter(({ screen }) => screen === 'exit-receipt').length,
  )
  const doubled = receipts.reduce((sum, count) => sum + count - 1, 0)
  return { exits: leavers.length, doubled, violations }
}

function wrongAtExchange({ exchange }: World, { account }: Leaver): string[] {
  const wrong: string[] = []
  const open = exchange.openOrders(account).filter(isOurs)
  if (open.length > 0) wrong.push(`${account}: ${open.length} orders of ours are open`)

  const ours = exchange.trades(account).filter(isOurs)
  for (const [symbol, trades] of Map.groupBy(ours, (trade) => trade.symbol)) {
    const held = trades.reduce(
      (left, { side, amount, fee }) =>
        side === 'buy' ? left.plus(amount).minus(fee) : left.minus(amount),
      trades[0]?.amount.times(0) ?? fail(),
    )
    const step = exchange.symbols().find((market) => market.symbol === symbol)?.stepSize ?? fail()
    if (held.lt(0)) wrong.push(`${account}: sold ${held.abs().toFixed()} ${symbol} too much`)
    // Each bot on the symbol may keep less than a step.
    if (held.gte(step.times(4))) wrong.push(`${account}: ${held.toFixed()} ${symbol} not sold`)
  }
  return wrong
}

async function wrongInDatabase(world: World): Promise<string[]> {
  const left = await rows<{ what: string; count: number }>(
    world,
    `select 'notices not told' as what, count(*) as count from notice where status = 'due'
     union all select 'orders of unknown outcome', count(*) from trade_order where status = 'sent'
     union all select 'keys not erased', count(*) from exchange_key where wrapped_data_key is not null
     union all select 'exits not ended', count(*) from saga where status <> 'done'`,
  )
  return left.filter(({ count }) => count > 0).map(({ what, count }) => `${count} ${what}`)
}

function fail(): never {
  throw new RangeError('Cannot judge: the exchange does not know this')
}
