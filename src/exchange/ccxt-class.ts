import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

type CcxtClass = new (config: Record<string, unknown>) => object

/**
 * One exchange's class out of ccxt, read from disk when it is first wanted. The package's entry would
 * load all of them, 0.6 s and 60 MB more, and its exports let no single file be named, so the file is
 * found beside the entry.
 */
export async function ccxtClass(id: string): Promise<CcxtClass> {
  const entry = pathToFileURL(createRequire(import.meta.url).resolve('ccxt'))
  const file = new URL(`../js/src/${id}.js`, entry)
  const module = (await import(file.href)) as { default: CcxtClass }
  return module.default
}
