/** @typedef {import('../changes.ts').Change} Change */

const RETRY_MS = 1000

/**
 * Hears every change. Each connection begins with the whole state, so a lost one goes on without a gap.
 *
 * @param {{ onChange: (change: Change) => void, onLive: (live: boolean) => void }} listener
 */
export function connect({ onChange, onLive }) {
  const source = new EventSource('/page/events')
  source.addEventListener('open', () => onLive(true))
  source.addEventListener('message', ({ data }) => onChange(JSON.parse(data)))
  source.addEventListener('error', () => {
    onLive(false)
    // The browser retries by itself, but gives up for good after an answer that is no stream.
    if (source.readyState !== EventSource.CLOSED) return
    setTimeout(() => connect({ onChange, onLive }), RETRY_MS)
  })
}
