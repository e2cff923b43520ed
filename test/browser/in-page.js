/** What sticks out of the window, as words. Runs in the page. */
function cutOff() {
  const wide = document.documentElement.scrollWidth > innerWidth ? ['the document'] : []
  const marks = 'button, a, p, h1, h2, .bubble, .card, .market, td, input, select'
  const out = [...document.querySelectorAll(marks)]
    .filter((node) => node.checkVisibility() && node.closest('.unseen') === null)
    .filter((node) => {
      const { left, right, width } = node.getBoundingClientRect()
      const spills = node.matches('.bubble, .card') && node.scrollWidth > node.clientWidth + 12
      return width > 0 && (left < -1 || right > innerWidth + 1 || spills)
    })
  return [...wide, ...out.map((node) => `${node.className}: ${node.textContent?.slice(0, 40)}`)]
}

/** What bars anyone's way, as words. Runs in the page, where axe is, too. */
async function axeFaults() {
  const { axe } = /** @type {any} */ (globalThis)
  const { violations } = await axe.run()
  return violations.flatMap(
    (/** @type {{ id: string, nodes: { html: string }[] }} */ { id, nodes }) =>
      nodes.map(({ html }) => `${id}: ${html}`),
  )
}

/** Resolves once nothing moves that has an end. Runs in the page. */
async function settled() {
  const moving = document
    .getAnimations()
    .filter((each) => each.effect?.getComputedTiming().iterations !== Infinity)
  await Promise.all(moving.map((each) => each.finished.catch(() => undefined)))
}

Object.assign(globalThis, { cutOff, axeFaults, settled })
