/** `60000.50` as `60,000.50`. @param {string} decimal */
export function grouped(decimal) {
  const [whole = '', rest] = decimal.split('.')
  const thousands = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return rest === undefined ? thousands : `${thousands}.${rest}`
}

/** A file's size as Telegram words it. @param {number} bytes */
export function fileSize(bytes) {
  if (bytes < 1024) return `${bytes} B`
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB`
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })
const EXACT = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' })
const DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long' })

/** @param {number} unix seconds */
export function clockTime(unix) {
  return CLOCK.format(unix * 1000)
}

/** @param {string} iso */
export function exactTime(iso) {
  return EXACT.format(new Date(iso))
}

/** @param {number} unix seconds */
export function dayName(unix) {
  const date = new Date(unix * 1000)
  return date.toDateString() === new Date().toDateString() ? 'Today' : DAY.format(date)
}

/** @type {Record<string, Intl.DateTimeFormatOptions>} */
const PARTS = {
  w: { weekday: 'long' },
  d: { dateStyle: 'short' },
  D: { dateStyle: 'long' },
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
}

/**
 * A time in the visitor's own zone, by the letters of Telegram's `date_time` entity.
 *
 * @param {number} unix seconds
 * @param {string} format such as `wDT`, or `r` for the distance from now
 */
export function localTime(unix, format) {
  if (format === 'r') return distance(unix - Date.now() / 1000)
  const texts = Array.from(format || 'dt', (letter) =>
    new Intl.DateTimeFormat(undefined, PARTS[letter]).format(unix * 1000),
  )
  return texts.join(', ')
}

/** @param {number} seconds */
function distance(seconds) {
  const words = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' })
  const size = Math.abs(seconds)
  if (size < 60) return words.format(Math.round(seconds), 'second')
  if (size < 3600) return words.format(Math.round(seconds / 60), 'minute')
  if (size < 86_400) return words.format(Math.round(seconds / 3600), 'hour')
  return words.format(Math.round(seconds / 86_400), 'day')
}
