import type { KeyUnfit } from '../../trading-bots/create-bot.ts'
import { count } from '../english.ts'

const UNFIT = {
  leaving: 'its key is being disconnected.',
  dead: 'the exchange refuses its key. Replace the key first: /keys',
  'watch-only': 'its key may only read. Replace it by one that may trade: /keys',
} as const satisfies Record<KeyUnfit, string>

/** English for the answers to taps that pause and resume bots. */
export const PAUSE_EN = {
  paused: 'Paused.',
  notRunning: 'It does not run: nothing to pause.',
  noneRuns: 'No bot runs: nothing to pause.',
  notPaused: 'It is not paused: nothing was changed.',
  nonePaused: 'None of them is paused any more: nothing was changed.',
  alreadyCancelling: 'Its orders are being cancelled already: nothing was changed.',
  cancelsIts: 'Its orders are being cancelled.',
  leavesIts: 'Its orders stay.',
  cancelsTheir: 'Their orders are being cancelled.',
  leavesTheir: 'Their orders stay.',
  someCancelled:
    'Nothing was changed: the orders of some paused bots are being cancelled, those of the others stay.',
  oldCancel: 'That screen is old: nothing was done. Each bot of /bots can cancel its orders.',
  runsAgain: 'It runs again.',
  runsAlready: 'It runs already.',
  oldResume: 'That screen is old: nothing was done. Resume all is in /bots.',
  resumed: (bots: number) => `${count(bots, 'bot')} resumed.`,
  nothingToResume: 'Nothing to resume.',

  ended: (bot: string) => `${bot} has ended. Make a new bot with the same numbers: /newbot`,
  moved: (bot: string, heir: string) =>
    `${bot} can’t run: it moved, and ${heir} goes on with its settings. Remove one of the two.`,
  unfit: (bot: string, why: KeyUnfit) => `${bot} can’t run: ${UNFIT[why]}`,
  uncompared:
    'Not yet: the account is still to be compared with what I know. I do that as soon as the exchange answers, and tell you.',
  coinsMissing: (bot: string) =>
    `${bot} stays paused: some of its coins were moved manually. Say first whose they were: /keys, then the key, then “Compare”.`,
}
