import { Composer } from 'grammy'
import { isExchangeId } from '../../exchange/exchange-id.ts'
import type { Key } from '../../keys/key.ts'
import { findKey, listKeys } from '../../keys/key-repo.ts'
import { checkKey } from '../../keys/watch.ts'
import { onKeyNews } from '../../sagas/dead-key.ts'
import { hasRunningBots, listBotsOfKey } from '../../trading-bots/bot-repo.ts'
import { stopAwaiting } from '../awaiting-repo.ts'
import { userOf, type Ctx } from '../context.ts'
import type { Deps } from '../deps.ts'
import { beginDialogue } from '../dialogues.ts'
import { answer, show, showNew } from '../screen.ts'
import { keysView, keyView } from './keys-views.ts'
import { askForKey, type LinkWay } from './ask-for-key.ts'
import { chooseExchangeView } from './link-views.ts'
import { ownKey } from './own-key.ts'

/** `/keys` and `/link`: the linked keys, and linking or replacing one. */
export function keysFeature(deps: Deps): Composer<Ctx> {
  const feature = new Composer<Ctx>()
  const { clock, db, settings } = deps

  feature.command(['keys', 'exchanges'], async (ctx) => {
    await showNew(ctx, keysView(ctx.words, await listKeys(db, userOf(ctx)), clock.now()))
  })
  feature.callbackQuery(/^keys(?::(\d+))?$/, async (ctx) => {
    await answer(ctx)
    const page = Number(ctx.match[1] ?? 1)
    await show(ctx, keysView(ctx.words, await listKeys(db, userOf(ctx)), clock.now(), page))
  })

  feature.command('link', async (ctx) => {
    await beginDialogue(deps, ctx)
    await showNew(ctx, chooseExchangeView(ctx.words, settings.exchanges))
  })
  feature.callbackQuery('link', async (ctx) => {
    await answer(ctx)
    await beginDialogue(deps, ctx)
    await show(ctx, chooseExchangeView(ctx.words, settings.exchanges))
  })
  feature.callbackQuery('link:cancel', async (ctx) => {
    // Only linking: this button may be an old one, tapped in the middle of something else.
    await stopAwaiting(deps, userOf(ctx))
    deps.desk.takeParts(userOf(ctx))
    deps.desk.takeOffer(userOf(ctx))
    deps.desk.takeScreen(userOf(ctx))
    await answer(ctx, ctx.words.keys.link.cancelled)
    await show(ctx, keysView(ctx.words, await listKeys(db, userOf(ctx)), clock.now()))
  })
  feature.callbackQuery(/^link:(\w+?)(?::(paste))?$/, async (ctx) => {
    const exchange = ctx.match[1] ?? ''
    if (!isExchangeId(exchange) || !settings.exchanges.includes(exchange)) {
      return answer(ctx, ctx.words.keys.link.unknownExchange)
    }
    await answer(ctx)
    await askForKey(deps, ctx, { exchange, old: undefined, way: wayOf(ctx.match[2]) })
  })

  feature.callbackQuery(/^key:([\w-]+):show$/, async (ctx) => {
    const key = await ownKey(deps, ctx, ctx.match[1])
    if (key === undefined) return
    await answer(ctx)
    await showKey(ctx, key)
  })
  feature.callbackQuery(/^key:([\w-]+):check$/, async (ctx) => {
    const key = await ownKey(deps, ctx, ctx.match[1])
    if (key === undefined) return
    if (key.status === 'sealed') return answer(ctx, ctx.words.keys.leaving, true)
    await checkKey(deps, key.id, hasRunningBots(db), onKeyNews(deps))
    const checked = (await findKey(db, key.id)) ?? key
    const found = checked.checkedAt > key.checkedAt ? checked.health : 'unreachable'
    await answer(ctx, ctx.words.keys.checked[found])
    await showKey(ctx, checked)
  })
  feature.callbackQuery(/^key:([\w-]+):replace(?::(paste))?$/, async (ctx) => {
    const key = await ownKey(deps, ctx, ctx.match[1])
    if (key === undefined) return
    if (key.status !== 'linked') return answer(ctx, ctx.words.keys.leaving, true)
    await answer(ctx)
    await askForKey(deps, ctx, { exchange: key.exchange, old: key, way: wayOf(ctx.match[2]) })
  })

  async function showKey(ctx: Ctx, key: Key): Promise<void> {
    const bots = await listBotsOfKey(db, key.id)
    await show(ctx, keyView(ctx.words, key, bots.length, clock.now()))
  }
  return feature
}

function wayOf(named: string | undefined): LinkWay {
  return named === 'paste' ? 'paste' : 'pair'
}
