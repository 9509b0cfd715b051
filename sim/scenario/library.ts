import type { ParseOptions, ScenarioResult } from './parse-scenario.ts';
import { readScenarioFile } from './read-scenario-file.ts';
import { listScenarios } from './scenario-directory.ts';
import { listWords, showWord } from '../../settings/show-value.ts';
import { didYouMean } from '../../settings/suggest.ts';

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
