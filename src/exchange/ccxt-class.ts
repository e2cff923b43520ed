import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

type CcxtClass = new (config: Record<string, unknown>) => Endpoints

/** How ccxt makes a method of each endpoint, like `privateGetAccount`. */
interface Endpoints {
  capitalize: (text: string) => string
  request: (...request: unknown[]) => unknown
  defineRestApiEndpoint(...endpoint: unknown[]): void
}

type Tell = (params: unknown, context: unknown) => Promise<unknown[]>

/**
 * One exchange's class out of ccxt, read from disk when it is first wanted. The package's entry would
 * load all of them, 0.6 s and 60 MB more, and its exports let no single file be named, so the file is
 * found beside the entry.
 */
export async function ccxtClass(id: string): Promise<CcxtClass> {
  const entry = pathToFileURL(createRequire(import.meta.url).resolve('ccxt'))
  const file = new URL(`../js/src/${id}.js`, entry)
  const module = (await import(file.href)) as { default: CcxtClass }
  return unbound(module.default)
}

/**
 * ccxt binds the method of an endpoint to the instance that it is made for. Here it sends for whatever
 * object it is called on, so that many accounts share one instance's methods, each with its own key.
 */
function unbound(Client: CcxtClass): CcxtClass {
  return class extends Client {
    override defineRestApiEndpoint(...endpoint: unknown[]): void {
      // Bound to this instead, a method only tells what it would request.
      const teller = Object.create({
        capitalize: this.capitalize,
        request: (...request: unknown[]) => request,
      }) as Endpoints
      super.defineRestApiEndpoint.call(teller, ...endpoint)
      for (const [name, tell] of Object.entries(teller) as [string, Tell][]) {
        const method = async function (this: Endpoints, params?: unknown, context?: unknown) {
          return this.request(...(await tell(params, context)))
        }
        Object.assign(this, { [name]: method })
      }
    }
  }
}
