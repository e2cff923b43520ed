import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import type ccxt from 'ccxt'

/**
 * One exchange's class out of ccxt. Its package entry would load all of them, 0.6 s and 60 MB more,
 * and its exports let no single file be named, so the file is found beside the entry.
 */
export async function ccxtClass<Id extends 'binance'>(id: Id): Promise<(typeof ccxt)[Id]> {
  const entry = pathToFileURL(createRequire(import.meta.url).resolve('ccxt'))
  const file = new URL(`../js/src/${id}.js`, entry)
  const module = (await import(file.href)) as { default: (typeof ccxt)[Id] }
  return module.default
}
