import type { Hands } from './hands.ts'

/** A short tour: the boring parts are done for the visitor, the last word is theirs. */
export interface Story {
  id: string
  /** As on the button. */
  title: string
  /** What it shows, in one sentence. */
  about: string
  /** Plays it to its end. Ends early with what `hands` throws once the visitor starts over. */
  play: (hands: Hands) => Promise<void>
}
