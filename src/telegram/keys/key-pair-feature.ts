import { Composer, InputFile } from 'grammy'
import { EXCHANGE_FACTS } from '../../exchange/adapters/registry.ts'
import { isExchangeId, type ExchangeId } from '../../exchange/exchange-id.ts'
import { credentialsOf, findPair } from '../../keys/key-pair.ts'
import type { Awaited } from '../awaiting-repo.ts'
import { userOf, type Ctx } from '../context.ts'
import type { Deps } from '../deps.ts'
import { answer } from '../screen.ts'
import { withScreen } from '../screen-header.ts'
import { apiKeyMalformedView, pairExpiredView } from './key-pair-views.ts'
import { ask, finish, tryOut } from './try-out.ts'

/** The public key of an unfinished pair as a file. */
export function keyPairFeature(deps: Deps): Composer<Ctx> {
  const feature = new Composer<Ctx>()
  feature.callbackQuery(/^pair:(\w+):file$/, async (ctx) => {
    const exchange = ctx.match[1] ?? ''
    const pair = isExchangeId(exchange) ? await findPair(deps, userOf(ctx), exchange) : undefined
    const { pair: w } = ctx.words.keys
    if (pair === undefined) return answer(ctx, w.expired.text, true)
    await answer(ctx)
    const file = new InputFile(Buffer.from(`${pair.publicKey}\n`), w.fileName(pair.exchange))
    const caption = w.file(EXCHANGE_FACTS[pair.exchange].name).text
    await withScreen('link-public-key', () =>
      ctx.replyWithDocument(file, { caption, parse_mode: 'HTML' }),
    )
  })
  return feature
}

/** Takes the API key that the exchange gave for the public key of a pair. */
export async function receiveApiKey(
  deps: Deps,
  ctx: Ctx,
  awaiting: Awaited,
  text: string,
): Promise<void> {
  const pair = await findPair(deps, awaiting.userId, awaiting.exchange)
  if (pair === undefined || pair.id !== awaiting.pairId) {
    await finish(deps, ctx)
    return ask(deps, ctx, pairExpiredView(ctx.words, awaiting))
  }
  const [apiKey, ...more] = apiKeysIn(text, awaiting.exchange)
  if (apiKey === undefined || more.length > 0) {
    return ask(deps, ctx, apiKeyMalformedView(ctx.words, awaiting, more.length > 0))
  }
  await tryOut(deps, ctx, awaiting, credentialsOf(deps, pair, apiKey))
}

function apiKeysIn(text: string, exchange: ExchangeId): string[] {
  const { pattern } = EXCHANGE_FACTS[exchange].fields.find(({ name }) => name === 'apiKey') ?? {}
  return pattern === undefined ? [] : [...new Set(text.match(pattern))]
}
