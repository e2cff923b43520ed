import { addSeconds } from '../lib/clock.ts'
import { moveKey } from '../keys/key-repo.ts'
import { tell } from '../notices/outbox.ts'
import { moveBots } from '../trading-bots/bot-repo.ts'
import { queueTick } from '../trading-bots/pause-bot.ts'
import { exitStep } from './exit-context.ts'
import { changePlan } from './exit-plan-repo.ts'
import { compareOrders, unsettledOf } from './compare-orders.ts'
import { lookAgainAt } from './settle.ts'

/** For so long `Stop` waits for what the exchange does not answer; the bots' books are kept on afterwards. */
const LONGEST_SECONDS = 180

/**
 * `Stop`: nothing more is sent. What is on its way is looked up first, so that the state told is
 * the true one; then the bots are left paused and the key linked.
 */
export const stopExit = exitStep(async (core, exit) => {
  const { plan, key, bots } = exit
  await compareOrders(core, exit)
  const unsettled = await unsettledOf(core, exit)
  const onItsWay = unsettled.filter(({ status, planId }) => status === 'sent' || planId === plan.id)
  const at = core.clock.now()
  const longAgo = addSeconds(at, -LONGEST_SECONDS)
  if (onItsWay.some(({ sentAt }) => sentAt > longAgo)) {
    return { go: 'wait', until: lookAgainAt(core) }
  }

  return {
    go: 'done',
    write: async (trx) => {
      await changePlan(trx, plan, { status: 'stopped', at })
      await moveKey(trx, key.id, { from: 'disconnecting', to: 'linked', at })
      const ids = bots.map((bot) => bot.id)
      const stay = { to: 'paused', at, resting: 'keep', reason: 'disconnect' } as const
      await moveBots(trx, ids, { from: ['removing'], ...stay })
      // What still rests may fill: the bots' books go on being kept.
      await queueTick(trx, core, key.id)
      await tell(trx, core, {
        userId: plan.userId,
        notice: { kind: 'exit-stopped', planId: plan.id },
        id: `exit-stopped:${plan.id}`,
      })
    },
  }
})
