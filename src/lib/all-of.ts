type Works<Results extends readonly unknown[]> = { [At in keyof Results]: PromiseLike<Results[At]> }

/** Waits for all of them, then fails if one did: nothing goes on behind what has failed. */
export async function allOf<Results extends readonly unknown[]>(
  works: readonly [...Works<Results>],
): Promise<Results> {
  const ends = await Promise.allSettled(works as readonly Promise<unknown>[])
  return ends.map((end) => {
    if (end.status === 'rejected') throw end.reason
    return end.value
  }) as unknown as Results
}
