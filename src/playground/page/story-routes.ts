import { Hono } from 'hono'
import { z } from 'zod'
import { STORIES } from '../stories/stories.ts'
import type { Storyteller } from '../stories/storyteller.ts'
import { readInput } from './input.ts'

const ids = STORIES.map(({ id }) => id)
const storyInput = z.object({ id: z.enum(ids, 'There is no such story.') })

/** Begins a story, and puts it away. */
export function storyRoutes(storyteller: Storyteller): Hono {
  const app = new Hono()

  app.post('/begin', async (c) => {
    storyteller.begin((await readInput(c, storyInput)).id)
    return c.json({})
  })

  app.post('/end', (c) => {
    storyteller.end()
    return c.json({})
  })

  return app
}
