import { Big } from 'big.js'
import type { KeyCore } from '../../keys/key-core.ts'
import { listBotsOfKey } from '../../trading-bots/bot-repo.ts'
import { positionsOf } from '../../trading-bots/positions.ts'

/** Free quote, less what the key's other bots were given and have not spent. */
export async function freeFor(
  { db, connections }: KeyCore,
  keyId: string,
  quote: string,
): Promise<Big> {
  const exchange = await connections.open(keyId, 'routine')
  const account = await exchange.fetchAccount()
  const balance = account.balances.get(quote)
  if (balance === undefined) return new Big(0)
  const others = (await listBotsOfKey(db, keyId)).filter((bot) => bot.symbol.endsWith(`/${quote}`))
  const claimed = (await positionsOf(db, others)).reduce((total, { bot, position }) => {
    const unspent = new Big(bot.parameters['money'] ?? 0).minus(position.cost)
    return unspent.gt(0) ? total.plus(unspent) : total
  }, new Big(0))
  // What rests in orders is part of what the bots were given, and of what the account has in use.
  const left = balance.free.plus(balance.used).minus(claimed)
  const free = left.lt(balance.free) ? left : balance.free
  return free.gt(0) ? free : new Big(0)
}
