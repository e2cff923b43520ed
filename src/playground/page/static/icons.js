const PATHS = {
  send: 'M3 20.5v-7l9-1.5-9-1.5v-7L22 12z',
  menu: 'M4 7h16M4 12h16M4 17h16',
  down: 'M6 9.5l6 6 6-6',
  file: 'M7 3h7l5 5v13H7zM14 3v5h5',
  clip: 'M19.5 11.5l-7.6 7.6a4.6 4.6 0 0 1-6.5-6.5l8-8a3 3 0 0 1 4.3 4.3l-8 8a1.5 1.5 0 0 1-2.1-2.1l7-7',
  copy: 'M9 9h11v11H9zM15 9V4H4v11h5',
  link: 'M8 16L17 7M9 7h8v8',
  close: 'M6 6l12 12M18 6L6 18',
  read: 'M2 12.5l4.5 4.5L15 7.5M10.5 16l1 1 9-9.5',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.5 1.5M17.5 17.5L19 19M5 19l1.5-1.5M17.5 6.5L19 5',
  moon: 'M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z',
  half: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 5a7 7 0 0 1 0 14z',
  reply: 'M10 5l-7 7 7 7v-4c5 0 8.5 1.5 11 5-1-6-4-10-11-11z',
}

const SVG = 'http://www.w3.org/2000/svg'

/**
 * A small drawing in the colour of the text; readers do not hear of it.
 *
 * @param {keyof typeof PATHS} name
 */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('class', `icon icon-${name}`)
  svg.setAttribute('aria-hidden', 'true')
  const path = document.createElementNS(SVG, 'path')
  path.setAttribute('d', PATHS[name])
  svg.append(path)
  return svg
}
