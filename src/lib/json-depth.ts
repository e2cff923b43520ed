const [QUOTE, BACKSLASH] = [0x22, 0x5c]
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d]

/**
 * How deep lists and objects lie in each other, in JSON that comes part by part. Whoever reads JSON of
 * any depth can be stalled, or run out of stack, by a few megabytes of brackets.
 */
export class JsonDepth {
  #depth = 0
  #inText = false
  #escaped = false

  /** The deepest point of this part, in UTF-8. */
  read(part: Uint8Array): number {
    // Fields of an object cost too much in a loop over megabytes.
    let [depth, inText, escaped] = [this.#depth, this.#inText, this.#escaped]
    let deepest = depth
    for (let i = 0; i < part.length; i += 1) {
      const byte = part[i]
      if (escaped) escaped = false
      else if (byte === QUOTE) inText = !inText
      else if (inText) escaped = byte === BACKSLASH
      else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
        depth += 1
        if (depth > deepest) deepest = depth
      } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth -= 1
    }
    this.#depth = depth
    this.#inText = inText
    this.#escaped = escaped
    return deepest
  }
}
