import { serve } from '@hono/node-server'
import type { Hono } from 'hono'

/** A server that takes requests. */
export interface Listening {
  port: number
  /** Stops it; connections that are kept open are cut. */
  close(): Promise<void>
}

/** The address is taken by another program. */
export class PortBusy extends Error {
  override name = 'PortBusy'
}

/** Serves an app. Port 0 takes any that is free. @throws {PortBusy} */
export function listen(app: Hono, host: string, port: number): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: host, port }, (address) => {
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
      reject(
        error.code === 'EADDRINUSE'
          ? new PortBusy(
              `Cannot listen on port ${port}: another program has it, perhaps another Undock. Stop that one, or set PORT to a free one`,
              { cause: error },
            )
          : error,
      )
    })
  })
}
