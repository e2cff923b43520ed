/**
 * Does something to a list in a scroller; whatever is being read stays where it is.
 *
 * @param {HTMLElement} scroller
 * @param {Element} list
 * @param {() => void} change
 */
export function keepingPlace(scroller, list, change) {
  const edge = scroller.getBoundingClientRect().top
  // A day's name is no place: it goes up with the messages that come above.
  const read = [...list.querySelectorAll(':scope > .row')].find(
    (node) => node.getBoundingClientRect().bottom > edge,
  )
  const before = read?.getBoundingClientRect().top ?? 0
  change()
  if (read?.isConnected) scroller.scrollTop += read.getBoundingClientRect().top - before
}
