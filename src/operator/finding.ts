/** One thing that the doctor looked at. */
export interface Finding {
  part: string
  says: string
  /** What to do about it; undefined when all is well. */
  cure?: string | undefined
}

/** A finding whose cure counts only when something is wrong. */
export function finding(part: string, says: string, wrong = false, cure?: string): Finding {
  return wrong ? { part, says, cure } : { part, says }
}
