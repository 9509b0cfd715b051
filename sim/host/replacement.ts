/** One property that is something else while code under test runs: a value, or what a getter makes of its object. */
export type Replacement = { readonly target: object; readonly name: PropertyKey } & (
  | { readonly value: unknown }
  | { readonly get: (this: unknown) => unknown }
);

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

export type Method = (this: unknown, ...given: readonly unknown[]) => unknown;

function isMethod(value: unknown): value is Method {
  return typeof value === 'function';
}

/** The method that is in force now, not bound to anything. */
export function methodOf(target: object, name: PropertyKey): Method {
  const method: unknown = Reflect.get(target, name);
  if (!isMethod(method)) throw new Error(`There is no ${String(name)} to fake.`);
  return method;
}

/** What a property of `target` is read by, not bound to anything. */
export function getterOf(target: object, name: PropertyKey): Method {
  const getter: unknown = Reflect.get(Object(Object.getOwnPropertyDescriptor(target, name)), 'get');
  if (!isMethod(getter)) throw new Error(`There is no ${String(name)} to fake.`);
  return getter;
}

/** A call as it came, and how to make it to the real method. */
export interface Call {
  readonly self: unknown;
  readonly given: readonly unknown[];
  /** Takes other arguments where they are given. */
  readonly real: (given?: readonly unknown[]) => unknown;
}

/** Another behaviour where `applies`, the real one elsewhere. `this` and what is given pass through. */
export function methodWhere(
  applies: () => boolean,
  target: object,
  name: PropertyKey,
  act: (call: Call) => unknown,
): Replacement {
  const method = methodOf(target, name);
  function value(this: unknown, ...given: unknown[]): unknown {
    const real = (other: readonly unknown[] = given): unknown => Reflect.apply(method, this, other);
    return applies() ? act({ self: this, given, real }) : real();
  }
  return { target, name, value };
}

/** Code under test froze what is replaced while it runs: nothing else can run in this thread any more. */
export class FrozenError extends Error {
  override readonly name = 'FrozenError';

  constructor(names: readonly PropertyKey[]) {
    super(
      `it froze ${names.map(String).toSorted().join(', ')}, which a run replaces and puts back. Leave the globals unfrozen under test.`,
    );
  }
}

/** Puts the replacements in place and returns how to put back what was there. */
export function replaceAll(replacements: readonly Replacement[]): () => void {
  const originals = replacements.map((each) => {
    const { target, name } = each;
    const descriptor = Object.getOwnPropertyDescriptor(target, name);
    // What was not to be seen in a loop over the properties is not to be seen now.
    const shape = { configurable: true, enumerable: descriptor?.enumerable ?? false };
    Object.defineProperty(
      target,
      name,
      'get' in each ? { ...shape, get: each.get } : { ...shape, writable: true, value: each.value },
    );
    return { target, name, descriptor };
  });
  return () => {
    const stuck = originals
      .toReversed()
      .filter(({ target, name, descriptor }) =>
        descriptor === undefined
          ? !Reflect.deleteProperty(target, name)
          : !Reflect.defineProperty(target, name, descriptor),
      );
    if (stuck.length > 0) throw new FrozenError(stuck.map(({ name }) => name));
  };
}
