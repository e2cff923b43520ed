/** A decimal that a person typed. Values are plain: digits, then maybe a point and digits. */
export type DecimalInput =
  | { kind: 'ok'; value: string }
  /** Readable, but not beyond doubt: to be confirmed with a tap. */
  | { kind: 'did-you-mean'; value: string }
  | { kind: 'refused'; reason: DecimalRefusal }

export type DecimalRefusal =
  | 'empty'
  | 'too-long'
  | 'negative'
  | 'ambiguous' // `1,000` is a thousand to some and one to others: never guess between them
  | 'not-a-number'

const LONGEST = 40
const PLAIN = /^(0|[1-9]\d*)(\.\d+)?$/
/** Digit zero of the Arabic, Persian and full-width digits. */
const ZEROS = [0x0660, 0x06f0, 0xff10]

/** Reads a number as strictly as money asks for. Spaces around it do not count. */
export function parseDecimal(text: string): DecimalInput {
  const typed = text.trim()
  if (typed === '') return { kind: 'refused', reason: 'empty' }
  if (typed.length > LONGEST) return { kind: 'refused', reason: 'too-long' }
  if (PLAIN.test(typed)) return { kind: 'ok', value: shortened(typed) }
  if (/^[-−–]/.test(typed)) return { kind: 'refused', reason: 'negative' }

  const latin = toLatin(typed).replace(/^\+/, '')
  if (/^[1-9]\d{0,2},\d{3}$/.test(latin)) return { kind: 'refused', reason: 'ambiguous' }
  const value = filledUp(withPoint(ungrouped(latin)))
  return PLAIN.test(value)
    ? { kind: 'did-you-mean', value: shortened(value) }
    : { kind: 'refused', reason: 'not-a-number' }
}

function toLatin(text: string): string {
  return text
    .replace(/[٠-٩۰-۹０-９]/g, (digit) => {
      const code = digit.charCodeAt(0)
      return String(code - (ZEROS.findLast((zero) => zero <= code) ?? code))
    })
    .replaceAll('٫', '.')
    .replaceAll('٬', ' ')
}

/** Takes out what parts thousands: `1 000`, `1'000.5`, `1,234.5`, `1.234,5`, `1,234,567`. */
function ungrouped(text: string): string {
  if (/^\d{1,3}([\s'’_]\d{3})+([.,]\d+)?$/.test(text)) return text.replace(/[\s'’_]/g, '')
  if (/^\d{1,3}((,\d{3})+\.\d+|(,\d{3}){2,})$/.test(text)) return text.replaceAll(',', '')
  if (/^\d{1,3}((\.\d{3})+,\d+|(\.\d{3}){2,})$/.test(text)) return text.replaceAll('.', '')
  return text
}

function withPoint(text: string): string {
  return /^\d*,\d*$/.test(text) ? text.replace(',', '.') : text
}

/** `.5`, `5.` and `007` as they were meant. */
function filledUp(text: string): string {
  return text
    .replace(/^(?=\.\d)/, '0')
    .replace(/(?<=\d)\.$/, '')
    .replace(/^0+(?=\d)/, '')
}

function shortened(value: string): string {
  return value.includes('.') ? value.replace(/\.?0+$/, '') : value
}
