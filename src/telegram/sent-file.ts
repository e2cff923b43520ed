import type { Api } from 'grammy'
import type { Message } from 'grammy/types'
import { errorFields } from '../lib/log.ts'
import { Secret } from '../lib/secret.ts'
import { deleteMessage } from './delete-message.ts'
import type { Deps } from './deps.ts'
import { smallFileOf } from './file-reader.ts'
import type { FileText, Taken } from './secret-desk.ts'
import { mayHoldSecret } from './secret-shape.ts'

/**
 * Looks into a small file. Its message is deleted as soon as the file is open where a key is awaited or the
 * caption holds a secret; elsewhere once a secret is found in it, or if it can't be read.
 */
export function takeFile(deps: Deps, api: Api, message: Message, isAwaited: boolean): Taken {
  const caption = message.caption ?? ''
  const isSecret = isAwaited || mayHoldSecret(caption)
  // What can't be read may still have the key in its caption.
  const besides = (what: FileText) => (isSecret && caption !== '' ? new Secret(caption) : what)
  const opening = deps.openFile(api, smallFileOf(message)?.file_id ?? '')
  const read = async (): Promise<FileText> => {
    try {
      const content = await (await opening).read()
      if (content === undefined) return besides('no-text')
      const all = `${caption}\n${content}`
      return isSecret || mayHoldSecret(all) ? new Secret(all) : 'no-secret'
    } catch (error) {
      deps.log.warn('file-not-read', errorFields(error))
      return besides('unread')
    }
  }
  const text = read()
  const isToGo = async () =>
    isSecret
      ? await opening.then(yes, yes)
      : await text.then((found) => found === 'unread' || found instanceof Secret)
  const deleted = isToGo().then((goes) => goes && deleteMessage(api, message))
  return { text, deleted }
}

const yes = () => true
