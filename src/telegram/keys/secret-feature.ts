import { Composer } from 'grammy'
import { EXCHANGE_FACTS } from '../../exchange/known-exchanges.ts'
import type { Credentials } from '../../exchange/exchange.ts'
import { Secret } from '../../lib/secret.ts'
import { linkKey, replaceKey, type LinkOutcome } from '../../keys/link.ts'
import { commit } from '../../queue/core.ts'
import { endDeadKey } from '../../sagas/dead-key.ts'
import { listKept } from '../../sagas/kept-repo.ts'
import { findAwaiting, stopAwaiting, type Awaiting } from '../awaiting-repo.ts'
import { userOf, type Ctx } from '../context.ts'
import type { Deps } from '../deps.ts'
import { exact, price } from '../format.ts'
import { BLANKED } from '../intake.ts'
import { showNew } from '../screen.ts'
import { button, html, Html, lines } from '../view.ts'
import { linkedView, secretWantedView } from './keys-views.ts'
import { REFUSAL_WORDS } from './words.ts'

/** What becomes of messages that held a secret: linked when one was awaited, and gone either way. */
export function secretFeature(deps: Deps): Composer<Ctx> {
  const feature = new Composer<Ctx>()

  feature.on('message:text').filter(
    (ctx) => ctx.msg.text === BLANKED,
    async (ctx) => {
      const userId = userOf(ctx)
      const taken = deps.desk.take(ctx.update.update_id)
      const awaiting = await findAwaiting(deps, userId)
      if (taken !== undefined && !(await taken.deleted)) {
        await ctx.reply('I could not delete your message: please delete it yourself, now.')
      }
      if (awaiting === undefined) {
        await ctx.reply(
          'That looked like an API key or a secret, so I deleted it and kept nothing of it. To link a key, use /link.',
        )
      } else if (taken === undefined) {
        await ctx.reply(
          'I was restarted just then and kept nothing of your message. Please send it again.',
        )
      } else {
        await receive(deps, ctx, awaiting, taken.text)
      }
    },
  )
  return feature
}

async function receive(deps: Deps, ctx: Ctx, awaiting: Awaiting, text: Secret): Promise<void> {
  const credentials = assemble(deps, awaiting, text)
  if (credentials === 'malformed') {
    const { name, keyShape } = EXCHANGE_FACTS[awaiting.exchange]
    await showNew(ctx, {
      text: lines(
        html`That is not what ${name} gives out. ${keyShape}`,
        html`Your message is deleted. Send the API key and the secret key again.`,
      ),
      keyboard: [[button('Cancel', 'link:cancel')]],
    })
  } else if (credentials === 'secret-wanted') {
    await showNew(ctx, secretWantedView())
  } else {
    await tryOut(deps, ctx, awaiting, credentials)
  }
}

/** The API key may come alone, with its secret in the next message. */
function assemble(
  { desk }: Deps,
  { userId, exchange }: Awaiting,
  text: Secret,
): Credentials | 'malformed' | 'secret-wanted' {
  const { isApiKey, isSecret } = EXCHANGE_FACTS[exchange]
  const words = text
    .reveal()
    .split(/[\s,;:=]+/)
    .filter((word) => isApiKey(word) || isSecret(word))
  const [first, second, ...more] = words
  if (first === undefined || more.length > 0) return 'malformed'
  if (second !== undefined) return { apiKey: first, secret: second }

  const apiKey = desk.takeApiKey(userId)
  if (apiKey !== undefined) return { apiKey: apiKey.reveal(), secret: first }
  desk.keepApiKey(userId, new Secret(first))
  return 'secret-wanted'
}

async function tryOut(
  deps: Deps,
  ctx: Ctx,
  { userId, exchange, keyId }: Awaiting,
  credentials: Credentials,
): Promise<void> {
  await ctx.replyWithChatAction('typing')
  const outcome =
    keyId === undefined
      ? await linkKey(deps, { userId, exchange, credentials })
      : await replaceKey(deps, { keyId, credentials })
  if (!outcome.ok) return refuse(ctx, outcome)

  await stopAwaiting(deps, userId)
  if (keyId !== undefined) {
    await commit(deps, (trx) => endDeadKey(trx, deps, outcome.key))
    await showNew(ctx, {
      text: lines(html`✅ The new key is in place. Nothing of the bots was changed.`),
      keyboard: [[button('Resume the bots', `bots:resume:${keyId}`, 'primary')]],
    })
    return
  }
  const { accountUid } = outcome.key
  const kept = await listKept(deps.db, { userId, accountUid })
  await showNew(
    ctx,
    linkedView(
      outcome.key,
      kept.map(
        (one) =>
          html`• ${exact(one.amount)} ${one.symbol.split('/')[0] ?? ''}, bought at about ${price(one.averageCost)}`,
      ),
    ),
  )
}

async function refuse(ctx: Ctx, { reason }: Extract<LinkOutcome, { ok: false }>): Promise<void> {
  await showNew(ctx, {
    text: lines(new Html(`❌ ${REFUSAL_WORDS[reason]}`)),
    keyboard: [[button('Cancel', 'link:cancel')]],
  })
}
