/** One field or file of a form. */
export interface Part {
  name: string
  /** Undefined for a plain field. */
  filename: string | undefined
  type: string
  bytes: Buffer
}

/**
 * The parts of a multipart body.
 *
 * Telegram takes an unquoted file name up to the next `;`, spaces and all, and grammY sends such;
 * the parser behind `Request.formData()` would cut it at the first space.
 */
export function parseMultipart(body: Buffer, boundary: string): Part[] {
  const delimiter = Buffer.from(`\r\n--${boundary}`)
  // The first delimiter has no line break before it; with one they are all alike.
  const all = Buffer.concat([Buffer.from('\r\n'), body])
  const parts: Part[] = []
  let start = all.indexOf(delimiter)
  for (;;) {
    const end = start === -1 ? -1 : all.indexOf(delimiter, start + delimiter.length)
    if (end === -1) return parts
    const part = parsePart(all.subarray(start + delimiter.length + 2, end))
    if (part !== undefined) parts.push(part)
    start = end
  }
}

function parsePart(part: Buffer): Part | undefined {
  const split = part.indexOf('\r\n\r\n')
  if (split === -1) return undefined
  const head = part.subarray(0, split).toString()
  const disposition = /^content-disposition:(.*)$/im.exec(head)?.[1] ?? ''
  const name = attribute(disposition, 'name')
  if (name === undefined) return undefined
  return {
    name,
    filename: attribute(disposition, 'filename'),
    type: /^content-type:\s*(.*?)\s*$/im.exec(head)?.[1] ?? '',
    bytes: Buffer.from(part.subarray(split + 4)),
  }
}

function attribute(disposition: string, key: string): string | undefined {
  const match = new RegExp(`;\\s*${key}=(?:"([^"]*)"|([^;\\r]*))`, 'i').exec(disposition)
  return match?.[1] ?? match?.[2]
}
