import type { Begun } from '../../sagas/begin-exit.ts'
import type { ExitPlan } from '../../sagas/exit-plan.ts'
import type { Answer } from '../../sagas/exit-question.ts'
import type { DeadTap } from '../button-repo.ts'
import { count } from '../english.ts'
import { html, type Html } from '../view.ts'

const OUTDATED =
  'That screen is not the current one any more: nothing was done. /disconnect shows how things are.'

/** English for an exit that runs, and for what is said to taps. */
export const PROGRESS_EN = {
  head: (title: string, status: ExitPlan['status']) => html`<b>${title}</b>${HEADS[status]}`,
  cancelled: (mark: string, ended: number, all: number) =>
    html`${mark} cancelled ${ended} of ${all}`,
  sold: (mark: string, sold: number, wanted: number) => html`${mark} sold ${sold} of ${wanted}`,
  checking: (mark: string) => html`${mark} checking`,
  checked: (mark: string) => html`${mark} checked`,
  keyErased: (mark: string) => html`${mark} key erased`,
  keySealed: (mark: string) => html`${mark} key sealed`,
  keyNotErased: (mark: string) => html`${mark} key not erased yet`,
  questions: (n: number) => html`❓ ${count(n, 'question')} for you below.`,
  stopping: html`⏹ Stopping: nothing more is sent. I am looking up what is on its way.`,
  waits: (why: Html) => html`⏳ ${why}`,
  unsold: {
    unlisted: (base: string) => html`   • ${base}: can’t be sold here any more, kept on record`,
    asked: (base: string, why: string | undefined) =>
      html`   • ${base} waits for your answer${because(why)}`,
    waits: (base: string, why: string | undefined) => html`   • ${base} waits${because(why)}`,
    left: (base: string, why: string | undefined) =>
      html`   • ${base}: you look after it yourself${because(why)}`,
    tooSmall: (base: string) => html`   • ${base}: too small to sell`,
    kept: (base: string, why: string | undefined) => html`   • ${base}: kept${because(why)}`,
    heldUp: (base: string) => html`   • ${base} waits for word about its orders`,
  },
  stop: 'Stop',
  erase: 'Erase now, I finish by hand',

  stopped: {
    text: (all: number, ended: number, sold: number) =>
      html`⏹ <b>Stopped.</b> Of our ${count(all, 'order')}, ${ended} ${ended === 1 ? 'has' : 'have'} ended; ${sold === 0 ? 'no position was sold from' : `${count(sold, 'position')} ${sold === 1 ? 'was' : 'were'} sold from`}. What was not sent stays as it is.`,
    inUse: (kind: ExitPlan['kind']) =>
      html`The key is still linked and ${kind === 'remove' ? 'the bot is' : 'the bots are'} paused. What was sold is gone from their books: they never sell more than they hold.`,
    dead: html`The exchange refuses the key now: what is left to be done by hand is in a message of its own.`,
    followed: html`Another exit of this key has followed: its own messages tell the rest.`,
    resume: 'Resume the bots',
    disconnectAgain: 'Disconnect again',
    removeAgain: 'Remove again',
  },

  taps: {
    outdated: OUTDATED,
    paused: 'Paused.',
    ended: 'It has ended already: there is nothing to stop.',
    stopping: 'Stopping. What has not been sent is not sent.',
    keyDead:
      'The exchange refuses its key, so nothing can be cancelled or sold. Replace the key, or disconnect it: /keys',
    erased: 'Erased.',
    erasing: 'Erasing the key. The progress message says when it is done.',
    answered: {
      sell: 'Selling.',
      keep: 'Kept.',
      wait: 'Waiting.',
      look: 'Looking again.',
    } satisfies Record<Answer, string>,
    dead: {
      unknown: 'That button does nothing any more.',
      foreign: 'That button is not yours.',
      used: 'That button was used already. It does nothing twice.',
      expired: 'That button has expired: nothing was done. Open the screen again.',
    } satisfies Record<DeadTap, string>,
    begun: {
      begun: 'Begun.',
      undecided: 'A position is still undecided: nothing was done. Open /disconnect again.',
      busy: 'Something else is under way on this key: nothing was done. Wait for it to end.',
      outdated: OUTDATED,
      'key-dead':
        'The exchange refuses the key now, so nothing can be cancelled or sold with it: nothing was done. /disconnect shows what to do by hand.',
    } satisfies Record<Begun, string>,
  },
}

const HEADS = {
  draft: '',
  running: ': under way',
  stopped: ': stopped',
  done: ': done',
  left: ': left',
} as const satisfies Record<ExitPlan['status'], string>

function because(why: string | undefined): string {
  return why === undefined ? '' : `: ${why}`
}
