import type { KeyVerdict } from '../../exchange/exchange-error.ts'
import type { StandstillCause } from '../../notices/notice.ts'
import { ago, count } from '../english.ts'
import { moment } from '../format.ts'
import { html } from '../view.ts'

const STANDSTILLS = {
  unreachable: 'requests get no answer',
  errors: 'it answers with errors only',
  silence: 'it asks for silence, or has banned our address',
  'own-limit': 'our own requests have reached its limit',
  pair: 'it gives no usable answer about one pair',
  'key-doubted': 'it refuses keys, which are being confirmed',
  'own-fault': 'the queue, the database or our own code',
} as const satisfies Record<StandstillCause, string>

/** English for the operators of the host. */
export const HOST_EN = {
  'host-exit-stuck': (since: Date, now: Date, step: string, saga: string) => [
    html`🟠 <b>An exit last moved ${ago(since, now)}</b> (step <code>${step}</code>, saga <code>${saga}</code>).`,
    html`Its trader waits for it. The log says why under <code>saga-step-failed</code>; <code>npm run doctor</code> shows whether the exchange answers.`,
  ],
  'host-standstill': (exchange: string, cause: StandstillCause) => [
    html`🟠 <b>Work at ${exchange} stands still</b>: ${STANDSTILLS[cause]}.`,
    html`Its traders have been notified. <code>npm run doctor</code> shows what is late and how many people it concerns; the log says more.`,
  ],
  'host-standstill-over': (exchange: string, cause: StandstillCause) => [
    html`🟢 <b>Work at ${exchange} goes on.</b> It stood still: ${STANDSTILLS[cause]}.`,
  ],
  'host-restored': (backupMadeAt: Date) => [
    html`🟠 <b>Undock runs on a backup of ${moment(backupMadeAt)}.</b>`,
    html`Before anything is sent, each key is compared with its exchange: what was done since is taken back on record. Running bots are then paused, and their traders told. Keys linked and bots made since are gone.`,
  ],
  'host-crashed': (startedAt: Date) => [
    html`🟠 <b>Undock starts after a crash.</b> The run of ${moment(startedAt)} was not stopped cleanly.`,
    html`Nothing is lost: open exits, orders and notices go on by themselves. The log before the end says what happened; if it says nothing, look at the machine's memory and power.`,
  ],
  'host-two-pollers': (byWebhook: boolean) => [
    byWebhook
      ? html`🔴 <b>Somebody has set a webhook for this bot.</b> Updates go there, and Undock gets none.`
      : html`🔴 <b>Another process polls with the same token.</b> Each gets only a part of what people write.`,
    html`Stop the other one. If you do not know it, ask @BotFather for a new token (/revoke) and put it into BOT_TOKEN.`,
  ],
  'host-saga-parked': (saga: string, sagaKind: string, step: string) => [
    html`🔴 <b>A ${sagaKind} stands still</b>: this version of Undock has no step <code>${step}</code> for it (saga <code>${saga}</code>).`,
    html`Nothing of it is lost, and its trader sees that the fault is ours. Start the version that wrote it, or a newer one: it then continues where it stopped.`,
  ],
  'host-blocked': (people: number) => [
    html`🟡 <b>${count(people, 'person')} can’t be written to</b>: they have blocked the bot, or never started it.`,
    html`Their bots run on as they are, and what they have to know is kept for when they are back. Nothing is to be done, unless it surprises you.`,
  ],
  'host-disk-low': (freeBytes: number) => [
    html`🔴 <b>The disk of the database is almost full</b>: ${megabytes(freeBytes)} are left.`,
    html`When it is full, no order can be recorded, so none is sent. Make room, or move the database.`,
  ],
  'host-clock-off': (exchange: string, aheadMs: number) => [
    html`🟠 <b>The clock of this machine is ${seconds(Math.abs(aheadMs))} ${aheadMs > 0 ? 'ahead of' : 'behind'} ${exchange}’s.</b>`,
    html`Undock allows for it, but ages, reminders and the log are off by that much. Turn on time synchronisation (NTP).`,
  ],
  'host-fleet-refused': (exchange: string, cause: KeyVerdict, keys: number) => [
    html`🔴 <b>${exchange} refuses ${count(keys, 'key')} of different people alike, at once</b> (${cause}). So it is hardly the keys: our address, our software, or the exchange itself.`,
    html`Their bots wait, and resting orders stay. Their traders are not told yet, and will be if it lasts: after 15 minutes where the exchange says that the keys are gone, after 6 hours otherwise.`,
    html`Look whether the address that requests leave by is still the one in EGRESS_IPS (<code>npm run doctor</code>), and what the exchange says of its state.`,
  ],
}

function megabytes(bytes: number): string {
  return `${Math.floor(bytes / 1_048_576)} MiB`
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`
}
