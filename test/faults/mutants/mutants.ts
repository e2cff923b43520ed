import type { Mutant } from './mutant.ts'
import { SEALED_PAGE_MUTANTS } from './sealed-page-mutants.ts'

/** Faults that the simulator must find. */
export const MUTANTS: readonly Mutant[] = [
  {
    name: 'intent after send: the row is written while its request is on its way',
    file: 'src/trading/place-orders.ts',
    find: '    await insertOrders(trx, orders)\n',
    replace: '    setTimeout(() => void transact(db, (late) => insertOrders(late, orders)), 15)\n',
  },
  {
    name: 'treat 5xx as failure: an unknown outcome is called a refusal',
    file: 'src/trading/place-orders.ts',
    find: "if (code === undefined || code === 'outcome-unknown') continue",
    replace: 'if (code === undefined) continue',
  },
  {
    name: 'blind retry: an unanswered order is sent once more',
    file: 'src/trading/place-orders.ts',
    find: '    return { order, error }\n',
    replace:
      "    if (codeOf(error) === 'outcome-unknown') await exchange.placeOrder(request).catch(() => 0)\n    return { order, error }\n",
  },
  {
    name: 'one-miss void: not found once is never there',
    file: 'src/trading/reconcile.ts',
    find: 'return age > orderWindowMs + MARGIN_MS && age < remembersMs',
    replace: 'return age < remembersMs',
  },
  {
    name: 'short quiet: void once the window is over, without the engine’s own time-out',
    file: 'src/trading/reconcile.ts',
    find: 'const MARGIN_MS = 10_000 + 2_000',
    replace: 'const MARGIN_MS = 2_000',
  },
  {
    name: 'treat -2011 as failure: a cancel of what is not open fails',
    file: 'src/trading/reconcile.ts',
    find: "    if (error instanceof ExchangeError && error.code === 'order-not-found') return undefined\n",
    replace: '    void ExchangeError\n',
    // An exit goes on without that answer now, and looks again.
    killedBy: { test: 'test/trading/reconcile.test.ts' },
  },
  {
    name: 'a fill is missed: an order is called complete without all of its fills',
    file: 'src/trading/pull-fills.ts',
    find: 'const complete = orders.filter((order) => !isLive(order) && !missing.has(order.id))',
    replace: 'const complete = orders.filter((order) => !isLive(order) || missing.has(order.id))',
  },
  {
    name: 'a cancel of ours is not on record before it is sent',
    file: 'src/trading/surprise-repo.ts',
    find: '.set({ cancel_asked: 1 })',
    replace: '.set({ cancel_asked: 0 })',
  },
  {
    name: 'a closing sale that waits for an unanswered cancel ticks without a pause',
    file: 'src/trading-bots/run-bot.ts',
    find: '  return after.some((order) => !isLive(order))\n',
    replace: '  return after.some((order) => !isLive(order)) || orders.length > 0\n',
    killedBy: { test: 'test/trading-bots/tick-isolation.test.ts' },
  },
  {
    name: 'an end that was only assumed is never asked about again',
    file: 'src/trading/relisted-orders.ts',
    find: 'if (ended.length === 0) return',
    replace: 'if (ended.length >= 0) return',
    killedBy: { test: 'test/trading-bots/delisted.test.ts' },
  },
  {
    name: 'stale status accepted: what has ended opens again',
    file: 'src/trading/answer-repo.ts',
    find: "over ? eb.lit(true) : eb('trade_order.status', 'in', [...LIVE])",
    replace: 'eb.lit(true)',
  },
  {
    name: 'stale balance accepted: what one look does not see is missing',
    file: 'src/sagas/exit-look.ts',
    find: 'const MISSING_SECONDS = 10',
    replace: 'const MISSING_SECONDS = 0',
  },
  {
    name: 'resume sells twice: a sale without its answer is planned anew',
    file: 'src/sagas/exit-cancel-and-sell.ts',
    find: 'const settled = closing.filter(({ botId }) => !look.unsettled.has(botId))',
    replace: 'const settled = closing',
  },
  {
    name: 'verify once: what is still unknown does not hold the end up',
    file: 'src/sagas/exit-check.ts',
    find: '  if (waiting.length > 0) {\n',
    replace: '  if (waiting.length < 0) {\n',
  },
  {
    name: 'purge before verify: open questions do not hold the erase up',
    file: 'src/sagas/exit-check.ts',
    find: '  if (asked.length > 0) {\n',
    replace: '  if (asked.length < 0) {\n',
  },
  {
    name: 'stop is not shown',
    file: 'src/sagas/exit-context.ts',
    find: "return answers.has('stop') ? 'stop' : undefined",
    replace: 'return undefined',
  },
  {
    name: 'a dead key is not shown of',
    file: 'src/sagas/exit-context.ts',
    find: "if (key.health === 'dead' || answers.has('erase')) return 'by-hand'",
    replace: "if (answers.has('erase')) return 'by-hand'",
  },
  {
    name: 'one bot’s unsettled orders hold up the sale of every position',
    file: 'src/sagas/exit-cancel-and-sell.ts',
    find: 'const settled = closing.filter(({ botId }) => !look.unsettled.has(botId))',
    replace: 'const settled = look.unsettled.size === 0 ? closing : []',
    killedBy: { test: 'test/flows/exit-by-position.test.ts' },
  },
  {
    name: 'coins that are not free are left behind without a question',
    file: 'src/sagas/exit-judge.ts',
    find: "return missingLong ? askFor(away) : { ...decided, outcome: 'missing' }",
    replace:
      "return missingLong ? { ...decided, decision: 'keep', outcome: 'kept' } : { ...decided, outcome: 'missing' }",
    killedBy: { test: 'test/sagas/judge.test.ts' },
  },
  {
    name: 'an exit ends over a pair that is only paused',
    file: 'src/sagas/exit-judge.ts',
    find: "return askFor('paused')",
    replace: "return { ...decided, decision: 'keep', outcome: 'kept' }",
    killedBy: { test: 'test/sagas/judge.test.ts' },
  },
  {
    name: 'a refused sale is never fitted to new rules',
    file: 'src/sagas/exit-judge.ts',
    find: '  if (refused > 1) return false\n',
    replace: '  if (refused > 0) return false\n',
    killedBy: { test: 'test/sagas/judge.test.ts' },
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
    file: 'src/exchange/rate-limit/rate-limit.ts',
    find: 'return this.#clock.now() < this.#pausedUntil ? this.#pausedUntil : undefined',
    replace: 'return undefined',
  },
  {
    name: 'the ciphertext stays behind the erase',
    file: 'src/keys/key-repo.ts',
    find: '      sealed_credentials: null,\n',
    replace: '',
  },
  {
    name: 'notice lost: one that Telegram does not take at once is dropped',
    file: 'src/notices/sender.ts',
    find: '        return tryAgain(core, row)\n',
    replace:
      "        return record(core, row, { status: 'dropped', message_id: row.message_id })\n",
  },
  {
    name: 'ack before inbox commit: Telegram is told before the updates are stored',
    file: 'src/telegram/poll.ts',
    find: '    await takeInAll(deps, api, updates, tries)\n',
    replace:
      '    offset = Math.max(offset, ...updates.map((update) => update.update_id + 1))\n    await takeInAll(deps, api, updates, tries)\n',
  },
  {
    name: 'work whose end was not recorded is forgotten',
    file: 'src/queue/work-loop.ts',
    find: '        if (!this.#running) return\n      }\n',
    replace: '        return\n      }\n',
  },
  {
    name: 'a foreign row fails the list: one that cannot be read is an error',
    file: 'src/exchange/dialect/open-rows.ts',
    find: "    reportUnread('an order', error)\n",
    replace: '    if (error instanceof TypeError) throw error\n',
    killedBy: 'isolation',
  },
  {
    name: 'an unreadable row counts as nothing open',
    file: 'src/exchange/ccxt/ccxt-exchange.ts',
    find: '        return rows.map((row) => this.#toAccountOrder({ client, markets }, row))\n',
    replace:
      "        return rows\n          .map((row) => this.#toAccountOrder({ client, markets }, row))\n          .filter(({ order }) => order !== 'unreadable')\n",
    killedBy: { test: 'test/exchange/foreign-rows.test.ts' },
  },
  {
    name: 'a body that is no list is an empty list',
    file: 'src/exchange/dialect/answer-parts.ts',
    find: "  if (!Array.isArray(list)) throw new TypeError(`Cannot read answer: no list at ${path.join('.')}`)\n",
    replace: '  if (!Array.isArray(list)) return []\n',
    killedBy: { test: 'test/exchange/lists.test.ts' },
  },
  {
    name: 'the failure of one order ends the tick',
    file: 'src/trading/reconcile.ts',
    find: '      return error === undefined ? [] : [{ order, error }]\n',
    replace: '      if (error !== undefined) throw error\n      return []\n',
    killedBy: 'isolation',
  },
  {
    name: 'a bot whose own plan fails fails the tick instead',
    file: 'src/trading-bots/serve-bot.ts',
    find: "    await failBot(core, onRecord.bot, 'own-fault')\n    return undefined\n",
    replace: '    throw error\n',
    killedBy: { test: 'test/trading-bots/tick.test.ts' },
  },
  {
    name: 'a pair whose list fails ends the list of the others',
    file: 'src/exchange/ccxt/ccxt-exchange.ts',
    find: '    if (error !== undefined) failed.set(symbol, error)\n',
    replace: '    if (error !== undefined) throw error\n',
    killedBy: 'isolation',
  },
  {
    name: 'the failure of one cancel ends the exit, and the tick',
    file: 'src/trading/reconcile.ts',
    find: '    if (ofOrder !== undefined) unresolved.push({ order, error: ofOrder })\n',
    replace: '    if (ofOrder !== undefined) throw ofOrder\n',
    killedBy: 'isolation',
  },
  {
    name: 'one position whose orders are not settled holds up the sale of the others',
    file: 'src/sagas/exit-cancel-and-sell.ts',
    find: '  const sales = await planSales(core, exit, settled, look.account)\n',
    replace:
      '  const sales = await planSales(core, exit, look.unsettled.size > 0 ? [] : settled, look.account)\n',
    killedBy: 'isolation',
  },
  {
    name: 'an order in a row that cannot be read is over when a look-up misses it',
    file: 'src/trading/reconcile.ts',
    find: 'await lookUpAll(core, exchange, unread, lookUpListed)',
    replace: 'await lookUpAll(core, exchange, unread, lookUp)',
    killedBy: 'confined',
  },
  {
    name: 'a pair that is gone counts as sold',
    file: 'src/sagas/exit-judge.ts',
    find: "  if (held.state === 'gone') return askFor('unlisted')\n",
    replace:
      "  if (held.state === 'gone') return { ...decided, outcome: 'sold', cause: undefined }\n",
    killedBy: 'confined',
  },
  {
    name: 'coins that are not free count as sold',
    file: 'src/sagas/exit-judge.ts',
    find: '  if (away !== undefined) {\n',
    replace:
      "  if (away !== undefined) {\n    if (missingLong) return { ...decided, outcome: 'sold', cause: undefined }\n",
  },
  {
    name: 'a fill whose fee is unknown drops out of the position',
    file: 'src/trading/position.ts',
    find: '  for (const fill of fills) {\n    const baseFee',
    replace:
      "  for (const fill of fills) {\n    if (fill.fees === 'unknown') continue\n    const baseFee",
    killedBy: { test: 'test/flows/fees.test.ts' },
  },
  {
    name: 'the rules of a pair are not fetched again when an order is refused by them',
    file: 'src/trading-bots/renew-rules.ts',
    find: 'await source.fetchMarkets(0)',
    replace: 'await source.fetchMarkets()',
    killedBy: { test: 'test/trading-bots/renew-rules.test.ts' },
  },
  ...SEALED_PAGE_MUTANTS,
]
