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

/** Milliseconds from the answer to the first paint, and until the page was whole. */
function paintTimes() {
  const [visit] = performance.getEntriesByType('navigation')
  const [paint] = performance.getEntriesByName('first-contentful-paint')
  const [whole] = performance.getEntriesByName('whole')
  if (!(visit instanceof PerformanceNavigationTiming) || !paint || !whole) return undefined
  const answered = visit.responseStart
  return { paint: paint.startTime - answered, whole: whole.startTime - answered }
}

/** Everything that was fetched for the page, itself included. */
function whatWasAsked() {
  const asked = [
    ...performance.getEntriesByType('navigation'),
    ...performance.getEntriesByType('resource'),
  ]
  return asked
    .filter((each) => each instanceof PerformanceResourceTiming)
    .map((each) => ({
      url: each.name,
      bytes: each.transferSize,
      // The types do not know it yet.
      blocks:
        Reflect.get(each, 'renderBlockingStatus') === 'blocking' && each.name !== location.href,
    }))
}

/** Resolves with the time when the frame with these words has been drawn. @param {string} words */
async function drawn(words) {
  await seen(() =>
    document.querySelector('.messages')?.lastElementChild?.textContent?.includes(words),
  )
  // One frame draws it, the begin of the next tells that it did.
  await frame()
  await frame()
  return Date.now()
}

/** Resolves once something holds, which is looked at after each change of the page. @param {() => unknown} holds */
function seen(holds) {
  return new Promise((resolve) => {
    const watcher = new MutationObserver(look)
    watcher.observe(document, { childList: true, subtree: true, characterData: true })
    look()

    function look() {
      if (!holds()) return
      watcher.disconnect()
      resolve(undefined)
    }
  })
}

/** The first message in sight: its words, and where it stands. */
function topRow() {
  const edge = document.querySelector('.scroller')?.getBoundingClientRect().top ?? 0
  const row = [...document.querySelectorAll('.row')].find(
    (each) => each.getBoundingClientRect().bottom > edge,
  )
  return { words: row?.textContent, top: Math.round(row?.getBoundingClientRect().top ?? 0) }
}

/** Jumps to the oldest message that is drawn; resolves with the pixels it moved when older ones were. */
async function movedByOlder() {
  const [scroller, oldest] = [document.querySelector('.scroller'), document.querySelector('.row')]
  if (!scroller || !oldest) throw new Error('Cannot scroll: the chat is empty')
  scroller.scrollTop = 0
  const before = oldest.getBoundingClientRect().top
  await seen(() => document.querySelector('.row') !== oldest)
  await frame()
  return Math.abs(oldest.getBoundingClientRect().top - before)
}

function frame() {
  return new Promise((resolve) => {
    requestAnimationFrame(resolve)
  })
}

void seen(() => document.querySelector('main.panels'))
  .then(frame)
  .then(() => performance.mark('whole'))

Object.assign(globalThis, {
  cutOff,
  axeFaults,
  settled,
  paintTimes,
  drawn,
  frame,
  topRow,
  whatWasAsked,
  movedByOlder,
})
