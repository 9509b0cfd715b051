import { EXIT } from '../exit-code.ts';
import { textsOf } from '../given.ts';
import { loadScenarios } from '../load-scenarios.ts';
import { print, say } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import type { Command } from './command.ts';

export const validateCommand: Command = {
  name: 'validate',
  describe: 'Check scenario files without running them',
  positional: {
    usage: '[files..]',
    key: 'files',
    options: { type: 'string', describe: 'Files, names, or all' },
  },
  options: {},
  handle: async (given) => {
    const files = textsOf(given, 'files');
    if (files.length === 0) throw new UsageError('name a file, e.g. validate ./my-scenario.yaml');
    for (const { named, scenario, warnings } of loadScenarios(files, {})) {
      for (const warning of warnings) say(warning);
      print(`${named}: valid (scenario ${scenario.name})`);
    }
    return EXIT.passed;
  },
};
