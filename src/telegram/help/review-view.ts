import { BLANK, button, html, lines, type View } from '../view.ts'
import { findingsOf, type Reviewed } from './review-findings.ts'

/** Findings on one screen; the worst come first, so that what is left out can wait. */
const MOST_FINDINGS = 30

/** `/review`: what to mend about each key, one line and one button for each finding. */
export function reviewView(reviewed: Reviewed): View {
  if (reviewed.keys.length === 0) {
    return {
      kind: 'review',
      text: lines(html`<b>Review of your keys</b>`, BLANK, html`No exchange key is linked yet.`),
      keyboard: [[button('Link a key', 'link', 'primary')]],
    }
  }
  const findings = findingsOf(reviewed)
  const shown = findings.slice(0, MOST_FINDINGS)
  const rest = findings.length - shown.length
  return {
    kind: 'review',
    text: lines(
      html`<b>Review of your keys</b>`,
      BLANK,
      ...(findings.length === 0 ? [html`✅ Nothing to mend.`] : []),
      ...shown.map(({ line }) => line),
      rest > 0
        ? html`… and ${rest} more, less pressing: they show once these are mended.`
        : undefined,
    ),
    keyboard: [...shown.map((finding) => [finding.button]), [button('Keys', 'keys')]],
  }
}
