import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const PACKAGE_NAME = 'petrel';

/**
 * The folder of the scenarios that come with Petrel: beside the package.json that has its name, above this file. So it
 * is found from the sources and from dist/, whatever the working directory is.
 * @throws {Error} when there is no such package.json: the installation is broken.
 */
export function scenarioDirectory(): string {
  found.directory ??= findDirectory();
  return found.directory;
}

/** It stays where it is, and is asked for again and again. */
const found: { directory: string | null } = { directory: null };

function findDirectory(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    if (isOurPackage(join(folder, 'package.json'))) return join(folder, 'scenarios');
    if (dirname(folder) === folder) {
      throw new Error(`No package.json of "${PACKAGE_NAME}" above ${import.meta.dirname}; reinstall Petrel.`);
    }
  }
}

function isOurPackage(path: string): boolean {
  if (!existsSync(path)) return false;
  const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
  return (
    typeof content === 'object' && content !== null && 'name' in content && content.name === PACKAGE_NAME
  );
}

export interface ListedScenario {
  readonly name: string;
  readonly file: string;
}

/** The scenarios that come with Petrel, by name; the name is that of the file. */
export function listScenarios(): readonly ListedScenario[] {
  const directory = scenarioDirectory();
  return readdirSync(directory)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => ({ name: file.slice(0, -'.yaml'.length), file: join(directory, file) }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
