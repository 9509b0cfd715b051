// Past the door, which would load every report.
import { renderScenarioList } from '../../../reports/scenario-list.ts';
import { EXIT } from '../exit-code.ts';
import { isOn } from '../given.ts';
import { listedScenarios } from '../listed-scenarios.ts';
import { print, terminal } from '../terminal.ts';
import type { Command } from './command.ts';

export const listCommand: Command = {
  name: 'list',
  describe: 'The scenarios that come with Petrel',
  positional: null,
  options: { json: { type: 'boolean', describe: 'As JSON: name and description of each' } },
  handle: async (given) => {
    const scenarios = await listedScenarios();
    print(
      isOn(given, 'json') ? JSON.stringify(scenarios, null, 2) : renderScenarioList(scenarios, terminal()),
    );
    return EXIT.passed;
  },
};
