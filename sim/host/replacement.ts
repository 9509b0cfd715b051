/** One property that is something else while code under test runs. */
export interface Replacement {
  readonly target: object;
  readonly name: PropertyKey;
  readonly value: unknown;
}

/**
 * Made once for the whole process, not once for each run: a library that keeps `const { now } = Date` for itself when it
 * is loaded keeps something that follows every later run. `real` is what was there before anybody faked it.
 */
export function replacement<Target extends object, Name extends keyof Target>(
  target: Target,
  name: Name,
  make: (real: Target[Name]) => Target[Name],
): Replacement {
  return { target, name, value: make(target[name]) };
}

/** Puts the replacements in place and returns how to put back what was there. */
export function replaceAll(replacements: readonly Replacement[]): () => void {
  const originals = replacements.map(({ target, name, value }) => {
    const descriptor = Object.getOwnPropertyDescriptor(target, name);
    Object.defineProperty(target, name, { configurable: true, enumerable: true, writable: true, value });
    return { target, name, descriptor };
  });
  return () => {
    for (const { target, name, descriptor } of originals.toReversed()) {
      if (descriptor === undefined) Reflect.deleteProperty(target, name);
      else Object.defineProperty(target, name, descriptor);
    }
  };
}
