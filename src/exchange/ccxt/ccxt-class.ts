import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

type CcxtClass = (new (config: Record<string, unknown>) => Endpoints) & { prototype: Endpoints }

/** How ccxt makes a method of each endpoint, like `privateGetAccount`. */
interface Endpoints {
  capitalize: (text: string) => string
  request: (...request: unknown[]) => unknown
  defineRestApi(...api: unknown[]): void
}

type Tell = (params: unknown, context: unknown) => Promise<unknown[]>

const classes = new Map<string, Promise<CcxtClass>>()

/**
 * One exchange's class out of ccxt, read from disk when it is first wanted. The entry of ccxt 4.5.84 would
 * load all of them, 0.6 s and 60 MB more, and its exports let no single file be named, so the file is
 * found beside the entry.
 */
export function ccxtClass(id: string): Promise<CcxtClass> {
  const known = classes.get(id)
  if (known !== undefined) return known
  const read = readClass(id)
  classes.set(id, read)
  // One that could not be read is tried anew by whoever wants it next.
  read.catch(() => classes.delete(id))
  return read
}

async function readClass(id: string): Promise<CcxtClass> {
  const entry = pathToFileURL(createRequire(import.meta.url).resolve('ccxt'))
  const file = new URL(`../js/src/${id}.js`, entry)
  const module = (await import(file.href)) as { default: CcxtClass }
  return unbound(module.default)
}

/**
 * ccxt 4.5.84 binds the method of an endpoint to the instance that it is made for. Here it sends for whatever
 * object it is called on, so that many accounts share one instance's methods, each with its own key;
 * and as an exchange's endpoints are always the same, they are made once.
 */
function unbound(Client: CcxtClass): CcxtClass {
  let senders: Record<string, unknown> | undefined
  return class extends Client {
    override defineRestApi(...api: unknown[]): void {
      senders ??= sendersOf(Client, this.capitalize, api)
      Object.assign(this, senders)
    }
  }
}

function sendersOf(
  { prototype }: CcxtClass,
  capitalize: Endpoints['capitalize'],
  api: unknown[],
): Record<string, unknown> {
  // Bound to this instead, a method only tells what it would request.
  const teller = Object.create(prototype, {
    capitalize: { value: capitalize },
    request: { value: (...request: unknown[]) => request },
  }) as Endpoints
  prototype.defineRestApi.call(teller, ...api)
  const tells = Object.entries(teller) as [string, Tell][]
  return Object.fromEntries(
    tells.map(([name, tell]) => [
      name,
      async function send(this: Endpoints, params?: unknown, context?: unknown) {
        return this.request(...(await tell(params, context)))
      },
    ]),
  )
}
