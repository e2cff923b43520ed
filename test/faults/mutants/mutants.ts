/** A fault that somebody could well have put in: one text in one file, replaced. */
export interface Mutant {
  name: string
  file: string
  find: string
  replace: string
}

/** Faults that the simulator must find, by the names of facts/reliability.md §1.6 where they have one. */
export const MUTANTS: readonly Mutant[] = [
  {
    name: 'intent after send: the request leaves while its row still says planned',
    file: 'src/trading/send-order.ts',
    find: "const moved = await moveOrder(trx, order.id, { from: 'planned', to, at: sentAt })",
    replace: 'const moved = true',
  },
  {
    name: 'treat 5xx as failure: an unknown outcome is called a refusal',
    file: 'src/trading/send-order.ts',
    find: "if (error.code === 'outcome-unknown') return",
    replace: '',
  },
  {
    name: 'blind retry: an unanswered order is sent once more',
    file: 'src/trading/send-order.ts',
    find: '    await recordRefusal(core, order, error)\n',
    replace:
      "    if (error.code === 'outcome-unknown') {\n      const again = { ...order, sentAt: core.clock.now() }\n      await exchange.placeOrder(again).catch(() => undefined)\n    }\n    await recordRefusal(core, order, error)\n",
  },
  {
    name: 'one-miss void: not found once is never there',
    file: 'src/trading/reconcile.ts',
    find: 'const VOID_AFTER_MS = ORDER_WINDOW_MS + 10_000 + 2_000',
    replace: 'const VOID_AFTER_MS = ORDER_WINDOW_MS - 5_000',
  },
  {
    name: 'short quiet: void once the window is over, without the engine’s own time-out',
    file: 'src/trading/reconcile.ts',
    find: 'const VOID_AFTER_MS = ORDER_WINDOW_MS + 10_000 + 2_000',
    replace: 'const VOID_AFTER_MS = ORDER_WINDOW_MS + 2_000',
  },
  {
    name: 'treat -2011 as failure: a cancel of what is not open fails',
    file: 'src/trading/reconcile.ts',
    find: "    if (!(error instanceof ExchangeError && error.code === 'order-not-found')) throw error\n    await lookUp(core, exchange, order)\n",
    replace: '    throw error\n',
  },
  {
    name: 'clocks agree: fills are sought from the moment of their order on',
    file: 'src/trading/reconcile.ts',
    find: 'const CLOCKS_APART_MS = 2 * 3_600_000',
    replace: 'const CLOCKS_APART_MS = 0',
  },
  {
    name: 'stale status accepted: what has ended opens again',
    file: 'src/trading/order-repo.ts',
    find: "    .where('id', '=', order.id)\n    .where('status', 'in', [...LIVE])\n",
    replace: "    .where('id', '=', order.id)\n",
  },
  {
    name: 'resume sells twice: a sale without its answer is planned anew',
    file: 'src/sagas/exit-sell.ts',
    find: "  if ((await unsettledOf(core, exit)).length > 0) return { go: 'next', step: 'cancel' }\n",
    replace: '',
  },
  {
    name: 'verify once: what is still unknown does not hold the end up',
    file: 'src/sagas/exit-check.ts',
    find: "  if (!settled || stray.length > 0) return { go: 'next', step: 'cancel' }\n",
    replace: '  void [settled, stray]\n',
  },
  {
    name: 'purge before verify: open questions do not hold the erase up',
    file: 'src/sagas/exit-check.ts',
    find: "  if (asked.length > 0) return { go: 'ask', until: askAgainAt(new Date(askedAt)), write }\n",
    replace: '',
  },
  {
    name: 'stop is not heard',
    file: 'src/sagas/exit-context.ts',
    find: "return answers.has('stop') ? 'stop' : undefined",
    replace: 'return undefined',
  },
  {
    name: 'a dead key is not heard of',
    file: 'src/sagas/exit-context.ts',
    find: "if (key.health === 'dead' || answers.has('erase')) return 'by-hand'",
    replace: "if (answers.has('erase')) return 'by-hand'",
  },
  {
    name: 'a winner may be sold under break-even',
    file: 'src/trading/floor.ts',
    find: 'const floor = realizesLoss ? lowest : larger(lowest, breakEvenPrice(averageCost, feeRate))',
    replace:
      'const floor = realizesLoss ? lowest : smaller(lowest, breakEvenPrice(averageCost, feeRate))',
  },
  {
    name: 'float rounding up: amounts are rounded to the next step',
    file: 'src/exchange/market.ts',
    find: 'return amount.minus(amount.mod(step))',
    replace: 'return amount.minus(amount.mod(step)).plus(step)',
  },
  {
    name: 'ignore Retry-After: nobody waits out a limit',
    file: 'src/exchange/rate-limit.ts',
    find: '    if (now < this.#pausedUntil) return this.#pausedUntil\n',
    replace: '',
  },
  {
    name: 'the ciphertext stays behind the erase',
    file: 'src/keys/key-repo.ts',
    find: '      sealed_credentials: null,\n',
    replace: '',
  },
  {
    name: 'notice lost: one that has to wait is dropped',
    file: 'src/notices/sender.ts',
    find: "if (delivery.outcome === 'retry') {",
    replace: "if (delivery.outcome === 'retry' && delivery.afterSeconds < 0) {",
  },
  {
    name: 'ack before inbox commit: Telegram is told before the updates are stored',
    file: 'src/telegram/poll.ts',
    find: '    await takeIn(deps, api, updates)\n',
    replace:
      '    offset = Math.max(offset, ...updates.map((update) => update.update_id + 1))\n    await takeIn(deps, api, updates)\n',
  },
  {
    name: 'a claim outlives its process',
    file: 'src/queue/sqlite-queue.ts',
    find: "      .where('claimed', '=', 1)\n",
    replace: "      .where('claimed', '=', 2)\n",
  },
  {
    name: 'work whose failure was not recorded is forgotten',
    file: 'src/queue/sqlite-queue.ts',
    find: '        this.#stranded.push({ lane, claim })\n',
    replace: '',
  },
]
