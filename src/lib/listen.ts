import { serve } from '@hono/node-server'
import type { Hono } from 'hono'

/** A server that takes requests. */
export interface Listening {
  port: number
  /** Stops it; connections that are kept open are cut. */
  close(): Promise<void>
}

/** The address can't be had. The message says why, and what to change. */
export class CannotListen extends Error {
  override name = 'CannotListen'
}

/** In milliseconds: clients that send more slowly are cut off. */
const PATIENCE = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 5_000,
}

/** Serves an app. Port 0 takes any that is free. @throws {CannotListen} */
export function listen(
  app: Pick<Hono, 'fetch'>,
  host: string,
  port: number,
  patience = PATIENCE,
): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const served = { fetch: app.fetch, hostname: host, port, serverOptions: patience }
    const server = serve(served, (address) => {
      resolve({
        port: address.port,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed())
            if ('closeAllConnections' in server) server.closeAllConnections()
          }),
      })
    })
    server.once('error', (error: NodeJS.ErrnoException) => {
      const cure = CURES[error.code ?? '']
      if (cure === undefined) reject(error)
      else
        reject(
          new CannotListen(`Cannot listen on ${host}, port ${port}: ${cure}`, { cause: error }),
        )
    })
  })
}

const CURES: Readonly<Record<string, string>> = {
  EADDRINUSE:
    'another program has it, perhaps another Undock. Stop that one, or set PORT to a free one',
  EACCES: 'this user may not. Set PORT to one from 1024 on',
  EADDRNOTAVAIL: 'this machine has no such address. Set HOST to one that it has, like 127.0.0.1',
  ENOTFOUND: 'there is no such name. Set HOST to an address of this machine, like 127.0.0.1',
}
