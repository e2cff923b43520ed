/** What a process that a test starts has from the test's own, besides what it is given. */
export const CHILD_ENV: Readonly<Record<string, string | undefined>> = {
  PATH: process.env['PATH'],
  NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
}
