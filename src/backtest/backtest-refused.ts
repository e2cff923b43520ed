/** What was asked for can't be tried. The message says why, and what would do, in one sentence. */
export class BacktestRefused extends Error {
  override name = 'BacktestRefused'
}
