import { renderScenarioDescription } from '../../../reports/index.ts';
import { printExpectedBound } from '../../scenario/index.ts';
import { EXIT } from '../exit-code.ts';
import { isOn, textsOf } from '../given.ts';
import { loadScenarios } from '../load-scenarios.ts';
import { print, terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import type { Command } from './command.ts';

export const describeCommand: Command = {
  name: 'describe',
  describe: 'One scenario with every setting resolved, and what it expects',
  positional: {
    usage: '[scenario]',
    key: 'scenario',
    options: { type: 'string', describe: 'Name or file' },
  },
  options: { json: { type: 'boolean', describe: 'As JSON' } },
  handle: async (given) => {
    const [loaded] = loadScenarios(textsOf(given, 'scenario'), {});
    if (loaded === undefined) throw new UsageError('name a scenario; see: sim list');
    const { scenario } = loaded;
    print(
      isOn(given, 'json')
        ? JSON.stringify(scenario, null, 2)
        : renderScenarioDescription(scenario, printExpectedBound, terminal()),
    );
    return EXIT.passed;
  },
};
