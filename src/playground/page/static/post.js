/**
 * Asks the server to do something and gives its answer.
 *
 * @param {string} path below `/page`
 * @param {object} [body]
 * @returns {Promise<any>}
 * @throws {Error} with a sentence for the visitor.
 */
export async function post(path, body = {}) {
  const response = await fetch(`/page${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => {
    throw new Error('The playground does not answer. Is it still running?')
  })
  const answer = await response.json().catch(() => ({}))
  if (!response.ok) throw new Error(answer.error ?? 'That went wrong inside the playground.')
  return answer
}
