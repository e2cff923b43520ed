import { parentPort } from 'node:worker_threads'
import { draw } from './draw.ts'
import type { Commission } from './studio.ts'

/** The studio's own thread: draws one picture after the other. An error ends it. */
parentPort?.on('message', ({ id, picture }: Commission) => {
  parentPort?.postMessage({ id, png: new Uint8Array(draw(picture)) })
})
