import { isAbsolute, relative } from 'node:path';

/** A path as seen from a folder, as modules and commands name it: with `/`, and a `./` before it where it lies below. */
export function dotted(from: string, path: string): string {
  const seen = relative(from, path).replaceAll('\\', '/');
  return seen.startsWith('../') || isAbsolute(seen) ? seen : `./${seen}`;
}
