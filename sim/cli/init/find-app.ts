import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const FOLDERS = ['src', '.'] as const;
const NAMES = ['app', 'server', 'index', 'main'] as const;
const EXTENSIONS = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'] as const;

/** A module that may be the app, and how one comes to think so. */
export interface FoundApp {
  /** Relative to the folder that was searched. */
  readonly file: string;
  readonly because: string;
}

/** Where apps usually are, as words for people. */
export const USUAL_PLACES = `main of package.json, then ${FOLDERS.map((folder) =>
  join(folder, NAMES.join('|')),
).join(' and ')} with ${EXTENSIONS.join(' ')}`;

/** Modules that may be the app of this folder, the likeliest first. Sources come before what was built of them. */
export function findApps(folder: string): readonly FoundApp[] {
  const usual = FOLDERS.flatMap((place) =>
    NAMES.flatMap((name) => EXTENSIONS.map((extension) => join(place, `${name}${extension}`))),
  ).map((file) => ({ file, because: 'it stands where apps usually are' }));
  const main = mainOf(folder);
  const named = main === null ? [] : [{ file: main, because: 'main of package.json names it' }];
  const found = [...named, ...usual].filter(({ file }) => isFile(join(folder, file)));
  return found.filter(({ file }, index) => found.findIndex((other) => other.file === file) === index);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** What `package.json` names, as far as it is a module that somebody has written or built. */
function mainOf(folder: string): string | null {
  const main = packageOf(folder)['main'];
  if (typeof main !== 'string') return null;
  const file = join('.', main);
  return EXTENSIONS.some((extension) => file.endsWith(extension)) ? file : null;
}

/** What `package.json` of a folder says; nothing where there is none that can be read. */
export function packageOf(folder: string): Readonly<Record<string, unknown>> {
  const path = join(folder, 'package.json');
  if (!existsSync(path)) return {};
  try {
    const read: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return typeof read === 'object' && read !== null ? { ...read } : {};
  } catch {
    // Whose it is will hear of it from npm.
    return {};
  }
}

/** Whether it is made of packages, each in a folder of its own, as npm, Yarn and pnpm have it. */
export function isWorkspace(folder: string): boolean {
  return packageOf(folder)['workspaces'] !== undefined || isFile(join(folder, 'pnpm-workspace.yaml'));
}
