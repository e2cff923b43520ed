/** What is told beside the chat while a story runs. */
export interface Scene {
  storyId: string
  title: string
  /** What happens now, or what to press next. */
  text: string
  /** Whose move it is; `nobody`'s once the story is over. */
  turn: 'story' | 'visitor' | 'nobody'
}
