import { Secret } from '../../../src/lib/secret.ts'
import type { DatabasePlace } from '../../../src/db/open-database.ts'
import { startPostgres } from '../../support/postgres-server.ts'
import type { ChaosOptions } from './options.ts'

/** Where a round keeps its data; undefined: in a file of the world's own. */
export async function openPlace(
  database: ChaosOptions['database'],
): Promise<{ place: DatabasePlace | undefined; drop: () => Promise<void> }> {
  if (database === 'sqlite') return { place: undefined, drop: async () => undefined }
  const server = await startPostgres()
  const url = new Secret(server.url('postgres'))
  return { place: { kind: 'postgres', url }, drop: () => server.stop() }
}
