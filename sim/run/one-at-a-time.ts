let last: Promise<unknown> = Promise.resolve();

/**
 * Begins the work when all that was asked for before is over. A world comes to rest when nothing happens in its process:
 * two worlds at once would wait for each other.
 */
export function oneAtATime<Result>(work: () => Promise<Result>): Promise<Result> {
  const mine = last.then(work);
  last = mine.catch(() => {});
  return mine;
}
