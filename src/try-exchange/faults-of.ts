/** What is said of those that are so. */
export function faultsOf(...faults: readonly (readonly [is: boolean, says: string])[]): string[] {
  return faults.flatMap(([is, says]) => (is ? [says] : []))
}
