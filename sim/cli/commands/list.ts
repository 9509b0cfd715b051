// Past the door, which would load every report.
import { renderScenarioList } from '../../../reports/scenario-list.ts';
import { EXIT } from '../exit-code.ts';
import { onOff } from '../flags/flags.ts';
import { listedScenarios } from '../listed-scenarios.ts';
import { print, terminal } from '../output/terminal.ts';
import { command } from './command.ts';

export const listCommand = command({
  name: 'list',
  describe: 'The scenarios that come with Petrel',
  flags: { json: onOff('As JSON: name and description of each') },
  handle: async ({ json }) => {
    const scenarios = await listedScenarios();
    print(json ? JSON.stringify(scenarios, null, 2) : renderScenarioList(scenarios, terminal()));
    return EXIT.passed;
  },
});
