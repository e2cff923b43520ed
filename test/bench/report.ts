/** Prints one table of the benchmark. */
export function print(title: string, rows: readonly Record<string, string | number>[]): void {
  // oxlint-disable-next-line no-console
  console.log(title)
  // oxlint-disable-next-line no-console
  console.table(rows)
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
