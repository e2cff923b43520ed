import { BLANK, button, lines, type View } from '../view.ts'
import type { Words } from '../words.ts'
import { findingsOf, type Finding, type Reviewed } from './review-findings.ts'

/** Findings on one screen; the worst come first, so that what is left out can wait. */
const MOST_FINDINGS = 30

/** `/review`: what to mend about each key, one line and one button for each finding. */
export function reviewView(words: Words, reviewed: Reviewed): View {
  const { review: w } = words.help
  if (reviewed.keys.length === 0) {
    return {
      kind: 'review',
      text: lines(w.title, BLANK, w.noKeys),
      keyboard: [[button(w.buttons.link, 'link', 'primary')]],
    }
  }
  const findings = findingsOf(words, reviewed)
  const shown = findings.slice(0, MOST_FINDINGS)
  const rest = findings.length - shown.length
  return {
    kind: 'review',
    text: lines(
      w.title,
      BLANK,
      ...(findings.length === 0 ? [w.nothing] : []),
      ...shown.map(({ line }) => line),
      rest > 0 ? w.more(rest) : undefined,
    ),
    keyboard: [...buttonsOf(shown), [button(w.buttons.keys, 'keys')]],
  }
}

/** One for each finding; two that would do the same are one. */
function buttonsOf(findings: readonly Finding[]): View['keyboard'] {
  return [...new Map(findings.map(({ button: one }) => [one.text, [one]])).values()]
}
