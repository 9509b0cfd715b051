/** Enough for the largest message that anybody sends of one reading. */
const LEAVES_MAX = 1_000;

/** The texts and numbers of a JSON value, however deep. */
export function* leavesOf(value: unknown): Generator<string | number, void> {
  const waiting: unknown[] = [value];
  for (let seen = 0; seen < LEAVES_MAX && waiting.length > 0; seen += 1) {
    const here = waiting.pop();
    if (typeof here === 'string' || typeof here === 'number') yield here;
    else if (typeof here === 'object' && here !== null)
      waiting.push(...Object.values(here).slice(0, LEAVES_MAX));
  }
}
