import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Install } from './first-files.ts';

/** By the file that each package manager keeps. */
const BY_LOCK_FILE: readonly (readonly [file: string, install: Install])[] = [
  ['package-lock.json', { cache: 'npm', commands: ['npm ci'] }],
  // pnpm and Yarn come with Node, once they are asked for; what caches them would look for them before that.
  ['pnpm-lock.yaml', { cache: null, commands: ['corepack enable', 'pnpm install --frozen-lockfile'] }],
  ['yarn.lock', { cache: null, commands: ['corepack enable', 'yarn install --immutable'] }],
];

/** How the project in a folder is installed; without a lock file, by npm. */
export function installOf(folder: string): Install {
  const known = BY_LOCK_FILE.find(([file]) => existsSync(join(folder, file)));
  return known?.[1] ?? { cache: null, commands: ['npm install'] };
}
