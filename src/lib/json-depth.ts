const [BLANK, QUOTE, BACKSLASH] = [0x20, 0x22, 0x5c]
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d]

/**
 * Measures how deeply JSON is nested while it arrives. A few megabytes of brackets can stall a parser or
 * exhaust its stack.
 */
export class JsonDepth {
  /** Undefined until something other than blanks has come. Pages of HTML have brackets too, and are never parsed. */
  #isJson: boolean | undefined
  #depth = 0
  #inText = false
  #escaped = false

  /** The deepest nesting in this part, in UTF-8; 0 for what is no JSON. */
  read(part: Uint8Array): number {
    const first = part.find((byte) => byte > BLANK)
    if (first !== undefined) this.#isJson ??= first === OPEN_LIST || first === OPEN_OBJECT
    if (this.#isJson !== true) return 0
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
