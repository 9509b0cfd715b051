/**
 * What comes of each job, in the order of the jobs, with up to `atOnce` of them under way. Who stops listening waits for those
 * that were begun.
 * @throws whatever the first job that fails throws, in its turn
 */
export async function* inOrder<Job, Result>(
  jobs: Iterable<Job>,
  atOnce: number,
  work: (job: Job) => Promise<Result>,
): AsyncGenerator<Result, void> {
  const begun: Promise<Result>[] = [];
  try {
    for (const job of jobs) {
      const result = work(job);
      // It is told in its turn.
      result.catch(() => undefined);
      begun.push(result);
      if (begun.length >= atOnce) yield await first(begun);
    }
    while (begun.length > 0) yield await first(begun);
  } finally {
    await Promise.allSettled(begun);
  }
}

function first<Result>(begun: Promise<Result>[]): Promise<Result> {
  const [next] = begun.splice(0, 1);
  if (next === undefined) throw new RangeError('nothing was begun');
  return next;
}
