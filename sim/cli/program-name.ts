import { basename, dirname } from 'node:path';

/** In this repository Petrel is a script of it, elsewhere the program of the package, whose code lies under dist/. */
const IS_PACKAGE = isOfPackage(import.meta.filename);

/** What it is called where it speaks of itself. */
export const NAME = IS_PACKAGE ? 'petrel' : 'sim';

/** What a user types to get here. */
export const PROGRAM = IS_PACKAGE ? 'npx petrel' : 'npm run sim --';

/** @param file either this one as it was compiled, or `dist/start/bundle.cjs`. */
function isOfPackage(file: string): boolean {
  const bundled = basename(dirname(file)) === 'start' && basename(dirname(dirname(file))) === 'dist';
  return bundled || file.endsWith('.js');
}
