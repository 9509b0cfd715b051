import type { Given } from './commands/command.ts';
import { UsageError } from './usage-error.ts';

/** The text of a flag; undefined without it. */
export function textOf(given: Given, flag: string): string | undefined {
  const value = given[flag];
  if (value === undefined) return undefined;
  if (Array.isArray(value)) throw new UsageError(`--${flag} is given more than once; give it once.`);
  const [text = ''] = textsOf(given, flag);
  if (text === '') throw new UsageError(`--${flag} is empty; leave it out, or give it a value.`);
  return text;
}

/** The texts of a flag or of the words after a command, in their order. */
export function textsOf(given: Given, flag: string): readonly string[] {
  const value = given[flag];
  if (value === undefined) return [];
  const texts: readonly unknown[] = Array.isArray(value) ? value : [value];
  return texts.map((text) => (typeof text === 'string' ? text : JSON.stringify(text)));
}

export function isOn(given: Given, flag: string): boolean {
  return given[flag] === true;
}
