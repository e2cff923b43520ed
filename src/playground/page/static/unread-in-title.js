/** Counts in the title what arrives while the visitor looks at another tab of the browser. */
export function unreadInTitle() {
  const title = document.title
  let count = 0
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return
    count = 0
    document.title = title
  })
  return { add }

  function add() {
    if (!document.hidden) return
    count += 1
    document.title = `(${count}) ${title}`
  }
}
