/** The way to a value: keys of mappings and indexes of lists, from the root. */
export type Path = readonly (string | number)[];

/** What kind of mistake a value is; stable, for programs. */
export type ProblemCode = 'missing' | 'wrong-type' | 'bad-value' | 'unknown-name' | 'unknown-key' | 'empty';

/** What is wrong with one value. Where it stands is known only to the document around it. */
export interface Problem {
  readonly code: ProblemCode;
  /** Within the value: empty, or the way to the part that is wrong. */
  readonly at: Path;
  /** Null: show the value itself. */
  readonly found: string | null;
  readonly allowed: string;
  readonly hint: string | null;
}

export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export function accept<T>(value: T): Parsed<T> {
  return { ok: true, value };
}

export function refuse(problem: Pick<Problem, 'allowed'> & Partial<Problem>): {
  readonly ok: false;
  readonly problems: readonly Problem[];
} {
  return { ok: false, problems: [{ code: 'bad-value', at: [], found: null, hint: null, ...problem }] };
}

/** The same problems, seen from the value that holds this one under `key`. */
export function within(problems: readonly Problem[], key: string | number): readonly Problem[] {
  return problems.map((problem) => ({ ...problem, at: [key, ...problem.at] }));
}

/** Gathers the good parts and the problems of the others, so that one bad part hides no other. */
export function gather<T>(parts: readonly (readonly [string | number, Parsed<T>])[]): Parsed<readonly T[]> {
  const problems: Problem[] = [];
  const values: T[] = [];
  for (const [key, part] of parts) {
    if (part.ok) values.push(part.value);
    else problems.push(...within(part.problems, key));
  }
  return problems.length > 0 ? { ok: false, problems } : accept(values);
}
