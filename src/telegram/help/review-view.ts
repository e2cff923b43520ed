import type { Key } from '../../keys/key.ts'
import { ago, day } from '../format.ts'
import { BLANK, button, html, lines, type Html, type View } from '../view.ts'

const OLD_DAYS = 90
/** A key that nothing used for so long is called idle. */
export const IDLE_DAYS = 30
const EXPIRY_DAYS = 14

interface Finding {
  line: Html
  button: ReturnType<typeof button>
}

/** `/review`: what to mend about each key, with its button. `idle` names keys that nothing uses. */
export function reviewView(keys: readonly Key[], idle: ReadonlySet<string>, now: Date): View {
  const findings = keys.flatMap((key) => findingsOf(key, keys, idle.has(key.id), now))
  return {
    text: lines(
      html`<b>Review of your keys</b>`,
      BLANK,
      ...(keys.length === 0 ? [html`No exchange key is linked yet.`] : []),
      ...(keys.length > 0 && findings.length === 0 ? [html`✅ Nothing to mend.`] : []),
      ...findings.map(({ line }) => line),
    ),
    keyboard:
      keys.length === 0
        ? [[button('Link a key', 'link', 'primary')]]
        : findings.map((finding) => [finding.button]),
  }
}

function findingsOf(key: Key, all: readonly Key[], idle: boolean, now: Date): Finding[] {
  const { rights, label, tail } = key
  const name = html`<b>${label}</b> …${tail}`
  const replace = button(`Replace key: ${label}`, `key:${key.id}:replace`)
  const disconnect = button(`Disconnect ${label}`, `dc:key:${key.id}`)
  const age =
    rights.createdAt === undefined ? 0 : (now.getTime() - rights.createdAt.getTime()) / 86_400_000
  const left =
    rights.expiresAt === undefined
      ? Infinity
      : (rights.expiresAt.getTime() - now.getTime()) / 86_400_000
  const twins = all.filter(
    (other) => other.accountUid === key.accountUid && other.exchange === key.exchange,
  )
  const findings: (Finding | false)[] = [
    key.health === 'dead' && {
      line: html`🔴 ${name}: the exchange refuses it, its bots are paused.`,
      button: replace,
    },
    rights.withdraw === true && {
      line: html`🔴 ${name} may withdraw. Take that right away at the exchange.`,
      button: replace,
    },
    rights.ipBound === false && {
      line: html`🟡 ${name} works from any address. Bind it to ours at the exchange: unbound keys lose their trading right after a while.`,
      button: button(`Check again: ${label}`, `key:${key.id}:check`),
    },
    left <= EXPIRY_DAYS && {
      line: html`🟡 ${name} ${left < 0 ? 'expired' : 'expires'} on ${day(rights.expiresAt ?? now)}: its bots stop then. Replace it before.`,
      button: replace,
    },
    age > OLD_DAYS && {
      line: html`🟡 ${name} was made ${ago(rights.createdAt ?? now, now)}. A fresh key is safer.`,
      button: replace,
    },
    idle && {
      line: html`🟡 ${name} had no bot and no trade for ${IDLE_DAYS} days. A key that nothing uses is better gone.`,
      button: disconnect,
    },
    twins.length > 1 && {
      line: html`🟡 ${name}: its account is linked ${twins.length} times.`,
      button: disconnect,
    },
  ]
  return findings.filter((finding) => finding !== false)
}
