import { Big } from 'big.js'
import { Composer } from 'grammy'
import { findKey } from '../../keys/key-repo.ts'
import type { Key } from '../../keys/key.ts'
import { listLeftBots, listMovable } from '../../sagas/left-bots.ts'
import { listAllBots } from '../../trading-bots/bot-repo.ts'
import { whyUnfit } from '../../trading-bots/create-bot.ts'
import { heirOf } from '../../trading-bots/heir.ts'
import { moveSettings, stands } from '../../trading-bots/move-settings.ts'
import type { TradingBot } from '../../trading-bots/trading-bot.ts'
import { issueButton } from '../button-repo.ts'
import { userOf, type Ctx } from '../context.ts'
import type { Deps } from '../deps.ts'
import { answer, show, showNew } from '../screen.ts'
import { fromShortId } from '../short-id.ts'
import { fitKeys } from './fit-keys.ts'
import { cardsOf, type BotCard } from './bot-cards.ts'
import { planMove, type MoveProposal } from './move-plan.ts'
import {
  moveKeyView,
  movePlanView,
  moveUnansweredView,
  movedView,
  noMoveKeyView,
  type MadeBot,
  type MoveSource,
} from './move-views.ts'

const MOVE = /^mv:(l|[bp][\w-]{22})(?::([\w-]{22})(?::(go|\d+(?:\.\d+)?))?)?$/

/** Moves the settings of bots to another key: from a bot's card, a receipt, or a new key's screen. */
export function moveFeature(deps: Deps): Composer<Ctx> {
  const feature = new Composer<Ctx>()
  feature.callbackQuery(MOVE, async (ctx) => {
    const [, from = '', keyId, said] = ctx.match
    const source = toSource(from)
    const bots = await movableOf(deps, userOf(ctx), source)
    if (bots.length === 0)
      return answer(
        ctx,
        said === undefined ? ctx.words.bots.move.nothing : ctx.words.bots.move.doneBefore,
        true,
      )
    if (keyId === undefined) return chooseKey(ctx, source, bots)
    const key = await findKey(deps.db, fromShortId(keyId))
    if (key === undefined || key.userId !== userOf(ctx) || whyUnfit(key) !== undefined) {
      return answer(ctx, ctx.words.bots.move.unfit, true)
    }
    if (said === undefined) return propose(ctx, show, { source, bots, key })
    return create(ctx, { source, bots, key }, said)
  })
  return feature

  async function chooseKey(
    ctx: Ctx,
    source: MoveSource,
    bots: readonly TradingBot[],
  ): Promise<void> {
    const keys = (await fitKeys(deps, userOf(ctx))).filter(({ id }) =>
      bots.some(({ keyId }) => keyId !== id),
    )
    // A receipt stays as it is.
    const put = source.kind === 'exit' ? showNew : show
    const [key] = keys
    if (key !== undefined && keys.length === 1) return propose(ctx, put, { source, bots, key })
    await answer(ctx)
    await put(
      ctx,
      key === undefined
        ? noMoveKeyView(ctx.words)
        : moveKeyView(ctx.words, source, keys, bots.length),
    )
  }

  async function propose(ctx: Ctx, put: typeof show, move: Move, words?: string): Promise<void> {
    const { source, bots, key } = move
    const plan = await planMove(deps, bots, key)
    await answer(ctx, words, words !== undefined)
    await put(
      ctx,
      plan === undefined
        ? moveUnansweredView(ctx.words, source, key)
        : movePlanView(ctx.words, source, plan, await oldCardOf(deps, bots, source)),
    )
  }

  /** Only what the trader has said yes to is made; what has changed since is shown anew. */
  async function create(ctx: Ctx, move: Move, said: string): Promise<void> {
    const { source, bots, key } = move
    const plan = await planMove(deps, bots, key, said === 'go' ? undefined : new Big(said))
    const made: MadeBot[] = []
    const rest: MoveProposal[] = []
    for (const proposal of plan?.proposals ?? []) {
      const to = isAnswered(source, proposal) ? await make(proposal, key) : undefined
      if (to === undefined) rest.push(proposal)
      else made.push({ from: proposal.bot, to })
    }
    if (made.length === 0) return propose(ctx, show, move, ctx.words.bots.move.changed)
    await answer(ctx, ctx.words.bots.move.created)
    const old = await oldCardOf(deps, bots, source)
    await show(ctx, movedView(ctx.words, { key, made, rest, old, token: await issue(ctx, made) }))
  }

  /** Resumes these and no others: some may have been moved before, and left to rest. */
  async function issue(ctx: Ctx, made: readonly MadeBot[]): Promise<string> {
    const subjectId = made.map(({ to }) => to.id).join(' ')
    const of = { userId: userOf(ctx), subjectId, subjectVersion: 0 }
    return issueButton(deps, { ...of, action: 'resume-moved' })
  }

  async function make({ bot, adapted }: MoveProposal, key: Key): Promise<TradingBot | undefined> {
    if (adapted.kind !== 'fits') return undefined
    const { symbol, parameters } = adapted
    const made = await moveSettings(deps, { botId: bot.id, keyId: key.id, symbol, parameters })
    return typeof made === 'string' ? undefined : made
  }
}

interface Move {
  source: MoveSource
  bots: readonly TradingBot[]
  key: Key
}

function toSource(from: string): MoveSource {
  if (from === 'l') return { kind: 'left' }
  return { kind: from.startsWith('b') ? 'bot' : 'exit', id: fromShortId(from.slice(1)) }
}

/** The bots whose settings can move now: the tapping user's own, standing, and not moved before. */
async function movableOf(
  deps: Deps,
  userId: string,
  source: MoveSource,
): Promise<readonly TradingBot[]> {
  if (source.kind === 'left') return listLeftBots(deps, userId)
  if (source.kind === 'exit') return listMovable(deps.db, userId, source.id)
  const bots = await listAllBots(deps.db, userId)
  return bots.filter((bot) => bot.id === source.id && stands(bot) && !heirOf(bot, bots))
}

/** The question of another coin is answered by the button of a single bot, which names it. */
function isAnswered(source: MoveSource, { adapted }: MoveProposal): boolean {
  return (
    adapted.kind === 'fits' &&
    adapted.asks.every(({ kind }) => kind === 'coin' && source.kind === 'bot')
  )
}

/** The old bot, where it is still there. */
async function oldCardOf(
  deps: Deps,
  bots: readonly TradingBot[],
  { kind }: MoveSource,
): Promise<BotCard | undefined> {
  const there = bots.filter(({ status }) => status !== 'removed')
  return kind === 'bot' ? (await cardsOf(deps, there))[0] : undefined
}
