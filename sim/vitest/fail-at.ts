/** A place in the code of a test: its stack begins with whoever called `declare`. */
export function callerOf(declare: (...given: never[]) => unknown): Error {
  const place = new Error('declared here');
  Error.captureStackTrace(place, declare);
  return place;
}

/** What fails is shown where its test was declared, which is where somebody can change it, and not in this package. */
export function failAt(place: Error, assertion: () => void): void {
  try {
    assertion();
  } catch (error) {
    if (error instanceof Error) {
      const places = place.stack?.split('\n').filter((line) => line.startsWith('    at ')) ?? [];
      error.stack = [`${error.name}: ${error.message}`, ...places].join('\n');
    }
    throw error;
  }
}
