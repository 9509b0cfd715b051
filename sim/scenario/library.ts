import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ParseOptions, ScenarioResult } from './parse-scenario.ts';
import { readScenarioFile } from './read-scenario-file.ts';
import { listWords, showWord } from './show-value.ts';
import { didYouMean } from './suggest.ts';

const PACKAGE_NAME = 'petrel';

/**
 * The folder of the scenarios that come with Petrel: beside the package.json that has its name, above this file. So it
 * is found from the sources and from dist/, whatever the working directory is.
 * @throws {Error} when there is no such package.json: the installation is broken.
 */
export function scenarioDirectory(): string {
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

/** A path or a file name is a file; any other word is the name of a scenario that comes with Petrel. */
export function loadScenario(nameOrFile: string, options: ParseOptions = {}): ScenarioResult {
  if (/[/\\]|\.(ya?ml|json)$/i.test(nameOrFile)) return readScenarioFile(nameOrFile, options);
  const all = listScenarios();
  const listed = all.find(({ name }) => name === nameOrFile);
  if (listed !== undefined) return readScenarioFile(listed.file, options);
  const names = all.map(({ name }) => name);
  return {
    ok: false,
    errors: [
      {
        code: 'unknown-scenario',
        file: nameOrFile === '' ? '""' : showWord(nameOrFile),
        line: 1,
        col: 1,
        path: '',
        found: 'no scenario of this name',
        allowed: `${listWords(names)}, or a file such as ./my-scenario.yaml`,
        hint:
          didYouMean(nameOrFile, names) ??
          'check the name; a file needs its path or its ending, such as .yaml',
      },
    ],
  };
}
