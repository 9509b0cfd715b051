import type { Keys, Section, Values } from './section.ts';

/**
 * Settings that come from a program, checked; what is left out is as by default.
 * @throws {TypeError} that names every wrong setting, its path and what is allowed.
 */
export function checkValues<K extends Keys>(what: string, { values }: Section<K>, input: unknown): Values<K> {
  const result = values.safeParse(input);
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    (issue) => `  ${issue.path.join('.') || '(top)'}: ${issue.message}`,
  );
  throw new TypeError(`The ${what} settings are not valid:\n${problems.join('\n')}`);
}
