/** What was measured, and how much. */
export type Figure = [what: string, figures: { median: string; worst: string; wanted: string }]

/** Several measurements as one figure. */
export function figure(what: string, values: number[], unit: string, wanted: string): Figure {
  const sorted = values.toSorted((a, b) => a - b)
  const text = (value = Number.NaN) =>
    `${value < 10 ? value.toFixed(1) : Math.round(value).toString()} ${unit}`
  const median = text(sorted[Math.floor(sorted.length / 2)])
  return [what, { median, worst: text(sorted.at(-1)), wanted }]
}
