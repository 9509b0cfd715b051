import { EXIT } from '../exit-code.ts';
import { words } from '../flags/flags.ts';
import { loadScenarios } from '../load-scenarios.ts';
import { print, say } from '../output/terminal.ts';
import { UsageError } from '../usage-error.ts';
import { command } from './command.ts';

export const validateCommand = command({
  name: 'validate',
  describe: 'Check scenario files without running them',
  flags: { files: words('[files..]', 'Files, names, or all') },
  handle: async ({ files }) => {
    if (files.length === 0) throw new UsageError('name a file, e.g. validate ./my-scenario.yaml');
    for (const { named, scenario, warnings } of loadScenarios(files, {})) {
      for (const warning of warnings) say(warning);
      print(`${named}: valid (scenario ${scenario.name})`);
    }
    return EXIT.passed;
  },
});
