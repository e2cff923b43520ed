import { Hono } from 'hono'
import type { Update } from 'grammy/types'
import { closeAll } from '../../src/lib/close-all.ts'
import { listen } from '../../src/lib/listen.ts'
import { openWorld, type World } from './world.ts'

/** A world whose updates come by webhook, through a door that can change them on their way. */
export interface DoorWorld extends World {
  /** Changes the next update with a message: a caption or an edit, say, which the stand-in's users can't send. */
  rewriteNext(change: (update: Update) => Update): void
  /** Posts to the bot's webhook; gives the HTTP status. */
  post(update: Update, headers?: Record<string, string>): Promise<number>
}

/** Opens a world behind a door. */
export async function openDoorWorld(): Promise<DoorWorld> {
  let rewrite: ((update: Update) => Update) | undefined
  let world: World | undefined
  const hand = async (update: Update, headers: Record<string, string>) => {
    const body = JSON.stringify(update)
    const init = { method: 'POST', body, headers }
    return (await world?.app.http.request('/telegram', init)) ?? new Response('', { status: 503 })
  }
  const door = new Hono().post('/telegram', async (c) => {
    const update = await c.req.json<Update>()
    const change = update.message === undefined ? undefined : rewrite
    if (change !== undefined) rewrite = undefined
    return hand(change?.(update) ?? update, c.req.header())
  })
  const listening = await listen(door, '127.0.0.1', 0)
  const opened = await openWorld({
    publicUrl: `http://127.0.0.1:${listening.port}`,
    botTickSeconds: 30,
  })
  world = opened
  return {
    ...opened,
    rewriteNext: (change) => (rewrite = change),
    post: async (update, headers = {}) => (await hand(update, headers)).status,
    close: () => closeAll([() => opened.close(), () => listening.close()]),
  }
}
