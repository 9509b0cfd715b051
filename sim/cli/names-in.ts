import { readdirSync } from 'node:fs';
import { reasonOf } from './reason-of.ts';
import { UsageError } from './usage-error.ts';

/**
 * Names of the files in a folder that end so, in their order; none where there is no such folder.
 * @throws {UsageError} for a folder that can't be read: what is in it would go untried.
 */
export function namesIn(folder: string, ending: RegExp): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => ending.test(name))
      .toSorted((a, b) => (a < b ? -1 : 1));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw new UsageError(`${folder} can't be read: ${reasonOf(error)}`);
  }
}
