/** It can't begin: the command line, the settings or the key will not do. The message says what would. */
export class TryRefused extends Error {
  override name = 'TryRefused'
}
