import { statfs, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/** The disk that a database file lies on, and the file. */
export interface DiskSpace {
  freeBytes: number
  databaseBytes: number
}

const ENOUGH_BYTES = 512 * 1_048_576

export async function diskSpaceOf(databasePath: string): Promise<DiskSpace> {
  const { bavail, bsize } = await statfs(dirname(databasePath))
  return { freeBytes: bavail * bsize, databaseBytes: (await stat(databasePath)).size }
}

/** Whether what is left is little, or too little for a backup beside the database. */
export function isDiskLow({ freeBytes, databaseBytes }: DiskSpace): boolean {
  return freeBytes < Math.max(ENOUGH_BYTES, 2 * databaseBytes)
}
