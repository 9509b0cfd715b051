import { renderScenarioDescription } from '../../../reports/index.ts';
import { printExpectedBound } from '../../scenario/index.ts';
import { EXIT } from '../exit-code.ts';
import { onOff, words } from '../flags/flags.ts';
import { loadScenarios } from '../load-scenarios.ts';
import { print, terminal } from '../output/terminal.ts';
import { UsageError } from '../usage-error.ts';
import { command } from './command.ts';
import { NAME } from '../program-name.ts';

export const describeCommand = command({
  name: 'describe',
  describe: 'One scenario with every setting resolved, and what it expects',
  flags: { scenario: words('[scenario]', 'Name or file'), json: onOff('As JSON') },
  handle: async (values) => {
    const [loaded] = loadScenarios(values.scenario, {});
    if (loaded === undefined) throw new UsageError(`name a scenario; see: ${NAME} list`);
    const { scenario } = loaded;
    print(
      values.json
        ? JSON.stringify(scenario, null, 2)
        : renderScenarioDescription(scenario, printExpectedBound, terminal()),
    );
    return EXIT.passed;
  },
});
