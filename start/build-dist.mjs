/** The last step of `npm run build`: the bundle of the `petrel` program. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundleInto } from './build-bundle.mjs';
import { ROOT } from './current-bundle.cjs';

const folder = join(ROOT, 'dist', 'start');
// With the compiled code of the last build, which is of other sources.
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
await bundleInto(folder);
