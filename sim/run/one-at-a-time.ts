/** Does works, each begun when all that were asked for before are over. */
export type OneAtATime = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** A queue of its own: works of one queue may ask for works of another, and not for more of their own. */
export function oneAtATime(): OneAtATime {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => {});
    return mine;
  };
}
