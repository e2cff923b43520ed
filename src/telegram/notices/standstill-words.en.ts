import { count } from '../english.ts'
import { moment } from '../format.ts'
import { html, type Html } from '../view.ts'

/** English for what stands still, and for what works again. */
export const STANDSTILL_EN = {
  /** `name` is the exchange, `pair` empty where it is not about one. */
  headline: {
    unreachable: (name: string, _: string, since: Date) =>
      html`🟠 <b>${name} can’t be reached since ${moment(since)}.</b> Requests get no answer.`,
    errors: (name: string, _: string, since: Date) =>
      html`🟠 <b>${name} has answered with errors only since ${moment(since)}</b>, as exchanges do during maintenance.`,
    silence: (name: string, _: string, since: Date, until: Date | undefined) =>
      html`🟠 <b>${name} accepts no requests from our address${until === undefined ? ` since ${moment(since)}` : ` until ${moment(until)}`}.</b> Too many were sent, and it has banned the address for that time.`,
    'own-limit': (name: string, _: string, since: Date) =>
      html`🟠 <b>Undock is too busy at ${name} since ${moment(since)}.</b> ${name} works, but our requests have reached its limit and wait for their turn.`,
    'key-doubted': (name: string, _: string, since: Date) =>
      html`🟠 <b>${name} has refused your key since ${moment(since)}.</b> It is not certain yet that the key is dead: I keep checking it.`,
    'own-fault': (name: string, _: string, since: Date) =>
      html`🟠 <b>Undock itself has a problem since ${moment(since)}.</b> ${name} is not the cause.`,
    pair: (name: string, pair: string, since: Date) =>
      html`🟠 <b>${pair} does not work at ${name} since ${moment(since)}.</b> ${name} gives no usable answer about this pair; everything else works.`,
  },
  bots: (bots: number) =>
    html`${bots === 1 ? 'Your bot there has' : `Your ${count(bots, 'bot')} there have`} not been able to act since then. Resting orders stay at the exchange and can still fill. <b>Stop-losses set in Undock do not work meanwhile.</b>`,
  exit: html`Your exit there waits for it. What has been sold or cancelled stays so.`,
  check: html`No bot of yours runs there. I can’t check your key meanwhile.`,
  next: html`I keep trying and tell you when it works again. If you can’t wait, act at the exchange yourself.`,
  showBots: 'Bots',
  disconnect: 'Disconnect',
  over: (name: string, pair: string, since: Date) =>
    html`🟢 <b>${pair === '' ? name : `${pair} at ${name}`} works again.</b> It stood still since ${moment(since)}.`,
  overNext: (bots: number): Html | undefined =>
    bots === 0
      ? undefined
      : html`${bots === 1 ? 'Your bot acts' : 'Your bots act'} again, and what filled meanwhile goes on record.`,
}
