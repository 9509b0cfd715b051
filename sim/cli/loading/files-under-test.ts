import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { looksLikeFile, userModulePath } from './user-module.ts';

/** The words that say what is under test, as on the command line. */
export interface FilesUnderTest {
  readonly edge?: string | undefined;
  readonly device?: string | undefined;
  readonly policy?: string | undefined;
}

/**
 * A digest of each file that they name; a policy of ours, which the scenarios hold already, is none.
 * @throws {UsageError} for one that is not there.
 */
export function digestsOf({ edge, device, policy }: FilesUnderTest): Readonly<Record<string, string>> {
  const words = { edge, device, policy };
  return Object.fromEntries(
    Object.entries(words).flatMap(([flag, file]) => {
      if (file === undefined || !looksLikeFile(file)) return [];
      const text = readFileSync(userModulePath(`--${flag}`, file));
      return [[flag, `${file} ${createHash('sha256').update(text).digest('hex')}`]];
    }),
  );
}
