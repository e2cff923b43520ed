import { listKeys } from '../../keys/key-repo.ts'
import type { Key } from '../../keys/key.ts'
import { whyUnfit } from '../../trading-bots/create-bot.ts'
import type { Deps } from '../deps.ts'

/** A user's keys that can carry a bot, oldest first. */
export async function fitKeys({ db }: Pick<Deps, 'db'>, userId: string): Promise<Key[]> {
  return (await listKeys(db, userId)).filter((key) => whyUnfit(key) === undefined)
}
