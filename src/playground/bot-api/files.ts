import { badRequest, MethodError } from './method-error.ts'
import type { Upload } from './params.ts'

/** A file that Telegram keeps; `path` is where it can be downloaded. */
export interface StoredFile extends Upload {
  id: string
  path: string
}

const MEGABYTE = 1024 * 1024

const TYPES: Record<string, string> = {
  csv: 'text/csv',
  html: 'text/html',
  json: 'application/json',
  pdf: 'application/pdf',
  png: 'image/png',
  txt: 'text/plain',
  zip: 'application/zip',
}

/** Every file that the bot or a person has sent; it stays when its message is deleted. */
export class Files {
  readonly #byId = new Map<string, StoredFile>()
  #count = 0

  /** @throws {MethodError} if it is empty or larger than a bot may send. */
  keep(kind: 'document' | 'photo', upload: Upload): StoredFile {
    if (upload.bytes.length === 0) throw badRequest('file must be non-empty')
    const limit = (kind === 'photo' ? 10 : 50) * MEGABYTE
    if (upload.bytes.length > limit) throw new MethodError(413, 'Request Entity Too Large')

    this.#count += 1
    const extension = /\.(\w{1,8})$/.exec(upload.name)?.[1]?.toLowerCase() ?? 'dat'
    const file = {
      ...upload,
      type: TYPES[extension] ?? upload.type,
      id: `${kind}-${this.#count}`,
      path: `${kind}s/file_${this.#count}.${extension}`,
    }
    this.#byId.set(file.id, file)
    return file
  }

  find(id: string): StoredFile | undefined {
    return this.#byId.get(id)
  }

  findByPath(path: string): StoredFile | undefined {
    return this.#byId.values().find((file) => file.path === path)
  }

  clear(): void {
    this.#byId.clear()
  }
}
