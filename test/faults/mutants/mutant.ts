/** A fault that somebody could well have put in: one text in one file, replaced. */
export interface Mutant {
  name: string
  file: string
  find: string
  replace: string
  /** What must find it; schedules, if not said. */
  killedBy?: Killer
}

/** Schedules, with the troubles of one order, bot or symbol or without, pairs of runs, or a file of tests. */
type Killer = 'schedules' | 'confined' | 'isolation' | { test: string }
