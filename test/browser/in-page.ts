import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What the tests run inside the page: see `in-page.js`. As a browser's script, not as a module of ours. */
export const IN_PAGE = readFileSync(join(import.meta.dirname, 'in-page.js'), 'utf8')
