import type { Mutant } from './mutant.ts'

const CANARY = { test: 'test/flows/sealed-page-canary.test.ts' }
const FLOWS = { test: 'test/flows/link-sealed-page.test.ts' }
const REQUESTS = { test: 'test/keys/page-request.test.ts' }

const RECEIVES = 'src/telegram/sealed-page/receive-sealed.ts'

/** Builds whose sealed page leaks, or takes what it must not. */
export const SEALED_PAGE_MUTANTS: readonly Mutant[] = [
  {
    name: 'sealed page: the secret is stored with its update',
    file: RECEIVES,
    find: '  const id = update.update_id\n',
    replace: '  const id = update.update_id\n  Object.assign(update, { note: text.reveal() })\n',
    killedBy: CANARY,
  },
  {
    name: 'sealed page: a part of the secret is logged',
    file: RECEIVES,
    find: "  if (text === undefined) return 'unreadable'\n",
    replace:
      "  if (text === undefined) return 'unreadable'\n  deps.log.info('sealed', { ends: text.slice(-20) })\n",
    killedBy: CANARY,
  },
  {
    name: 'sealed page: the chat shows what was sealed',
    file: 'src/telegram/sealed-page/sealed-feature.ts',
    find: '  await awaitSecret(deps, awaiting)\n',
    replace: '  await awaitSecret(deps, awaiting)\n  await ctx.reply(text.reveal())\n',
    killedBy: CANARY,
  },
  {
    name: 'sealed page: the browser sends the text beside the sealed one',
    file: 'src/telegram/sealed-page/static/seal.js',
    find: 'ciphertext: toBase64Url(ciphertext) }',
    replace: 'ciphertext: toBase64Url(ciphertext), note: btoa(text) }',
    killedBy: CANARY,
  },
  {
    name: 'sealed page: the private key of a page is stored as it is',
    file: 'src/keys/page-request.ts',
    find: 'const page = { id, userId, exchange, keyId, publicKey, sealed,',
    replace:
      'const page = { id, userId, exchange, keyId, publicKey: publicKey + privateKey, sealed,',
    killedBy: CANARY,
  },
  {
    name: 'sealed page: a used page keeps its private key',
    file: 'src/keys/page-request-repo.ts',
    find: ".set({ status: 'used', ...ERASED })",
    replace: ".set({ status: 'used' })",
    killedBy: REQUESTS,
  },
  {
    name: 'sealed page: two posts at once are both taken',
    file: 'src/keys/page-request-repo.ts',
    find: "    .where('status', '=', 'open')\n    .where('expires_at', '>', now.toISOString())\n",
    replace: "    .where('expires_at', '>', now.toISOString())\n",
    killedBy: FLOWS,
  },
  {
    name: 'sealed page: what is sealed is bound to no user',
    file: 'src/keys/page-request.ts',
    find: "['undock sealed page v1', id, userId, exchange, keyId ?? null]",
    replace: "['undock sealed page v1', id, exchange, keyId ?? null, typeof userId]",
    killedBy: REQUESTS,
  },
  {
    name: 'sealed page: anybody’s Mini App will do',
    file: RECEIVES,
    find: "return launch.userId === page.userId ? false : 'foreign'",
    replace: 'return false',
    killedBy: FLOWS,
  },
  {
    name: 'sealed page: cancelling does not end the page',
    file: 'src/telegram/awaiting-repo.ts',
    find: '  await leavePageRequests(core.db, userId)\n',
    replace: '  void leavePageRequests\n',
    killedBy: FLOWS,
  },
]
