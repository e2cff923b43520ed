import type { Strategy } from '../strategy.ts'
import { dcaAdoption } from './dca-adoption.ts'
import { DCA_PARAMETERS, refusePlan } from './dca-parameters.ts'
import { planOf } from './dca-plan.ts'
import { describeDca, previewDca } from './dca-preview.ts'
import { followDca } from './dca-wish.ts'

/** Buys more while the price falls, sells all at one profit, and begins anew. */
export const dcaStrategy: Strategy = {
  name: 'DCA',
  about:
    'Buys, buys more at steps below while the price falls, sells all together at a profit, and begins anew.',
  parameters: DCA_PARAMETERS,
  preview: (parameters, situation) =>
    refusePlan(parameters, situation) ?? {
      ok: true,
      ...previewDca(
        planOf(parameters),
        situation,
        followDca(parameters, situation).wish(situation).orders,
      ),
    },
  describe: (parameters, situation, figures) => describeDca(planOf(parameters), situation, figures),
  follow: followDca,
  adoption: dcaAdoption,
}
