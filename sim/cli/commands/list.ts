import { renderScenarioList } from '../../../reports/index.ts';
import { listScenarios } from '../../scenario/index.ts';
import { EXIT } from '../exit-code.ts';
import { isOn } from '../given.ts';
import { loadScenarios } from '../load-scenarios.ts';
import { print, terminal } from '../terminal.ts';
import type { Command } from './command.ts';

export const listCommand: Command = {
  name: 'list',
  describe: 'The scenarios that come with Petrel',
  positional: null,
  options: { json: { type: 'boolean', describe: 'As JSON: name and description of each' } },
  handle: async (given) => {
    const names = listScenarios().map(({ name }) => name);
    const scenarios = loadScenarios(names, {}).map(({ scenario: { name, description } }) => ({
      name,
      description,
    }));
    print(
      isOn(given, 'json') ? JSON.stringify(scenarios, null, 2) : renderScenarioList(scenarios, terminal()),
    );
    return EXIT.passed;
  },
};
