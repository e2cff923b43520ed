import { moment } from '../format.ts'
import { html } from '../view.ts'
import { PLAN_EN } from './plan-words.en.ts'
import { PROGRESS_EN } from './progress-words.en.ts'
import { QUESTION_EN } from './question-words.en.ts'
import { CAUSES_EN, RECEIPT_EN } from './receipt-words.en.ts'
import { STATE_EN } from './state-words.en.ts'

/** English for the guided exit. */
export const DISCONNECT_EN = {
  ...PLAN_EN,
  progress: PROGRESS_EN,
  question: QUESTION_EN,
  state: STATE_EN,
  receipt: RECEIPT_EN,
  causes: CAUSES_EN,
  /** What a running exit waits for. */
  waiting: {
    silence: (exchange: string, until: Date) =>
      html`<b>${exchange} has banned our address until ${moment(until)}.</b> It accepts no requests before that, so nothing can be cancelled or sold from here. I continue then by myself. If you can’t wait, erase the key now and finish at ${exchange} yourself.`,
    pause: (exchange: string) =>
      html`${exchange} has asked us to wait a moment. I continue by myself; nothing is lost.`,
    errors: (exchange: string) =>
      html`${exchange} answers with errors only, as exchanges do during maintenance. I keep trying; nothing is lost.`,
    unreachable: (exchange: string) =>
      html`${exchange} can’t be reached just now. I keep trying; nothing is lost.`,
    ownLimit: (exchange: string) =>
      html`We have sent ${exchange} all the requests that it allows. I continue in a moment; nothing is lost.`,
    keyRefused: (exchange: string) =>
      html`${exchange} refused the key just now. I ask again for some minutes before I call it dead.`,
    parked: html`This stands still through a fault of ours, not of yours or the exchange’s. Nothing is lost, and nothing more is sent until the operator has fixed it. You can stop here and finish at the exchange yourself.`,
    ownFault: html`Something went wrong on our side. I keep trying; nothing is lost.`,
  },
}
